/// The auditor's tool. It depends on the kernel alone, so that the whole of what is trusted fits in one reading.
module org.serment.verify {
    requires org.serment.kernel;
}
