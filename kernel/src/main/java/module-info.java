/// The pure core of Serment. It depends on the JDK alone: no I/O, no clock, no randomness, no logging.
module org.serment.kernel {
}
