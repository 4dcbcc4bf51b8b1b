package org.hakmem.architecture.upward.internal.slab;

import org.hakmem.architecture.upward.InvalidFreeException;

/** No fault. */
public final class Slab {
  InvalidFreeException permitted = new InvalidFreeException();
}
