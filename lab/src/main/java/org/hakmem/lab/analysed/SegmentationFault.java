package org.hakmem.lab.analysed;

/** What the processor would do with an address that is no block's. */
final class SegmentationFault extends RuntimeException {

  private static final long serialVersionUID = 1;

  SegmentationFault(long address) {
    super("fault_addr=0x" + Long.toHexString(address));
  }
}
