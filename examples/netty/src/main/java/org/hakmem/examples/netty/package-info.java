/** An HTTP server and a client that loads it, with their buffers from hakmem. */
@NullMarked
package org.hakmem.examples.netty;

import org.jspecify.annotations.NullMarked;
