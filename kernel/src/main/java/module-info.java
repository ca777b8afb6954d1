/// The pure core of Serment. It depends on the JDK alone: no I/O, no clock, no randomness, no logging.
/// Whatever it needs of them (an instant, a salt, a signing key) is an argument.
module org.serment.kernel {
    exports org.serment.kernel.identity;
    exports org.serment.kernel.access;
    exports org.serment.kernel.seal;
    exports org.serment.kernel.merkle;
    exports org.serment.kernel.trace;
}
