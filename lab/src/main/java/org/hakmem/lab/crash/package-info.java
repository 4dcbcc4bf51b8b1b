/**
 * The symptom: real threads, real off-heap memory, the unsafe drain, and what the crash's address
 * is made of.
 */
@NullMarked
package org.hakmem.lab.crash;

import org.jspecify.annotations.NullMarked;
