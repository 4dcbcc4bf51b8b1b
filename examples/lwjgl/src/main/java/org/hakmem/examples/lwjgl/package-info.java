/** LWJGL in hakmem's memory. */
package org.hakmem.examples.lwjgl;
