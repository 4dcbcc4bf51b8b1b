/** A tiny copy of the packages that breaks the layer rule on purpose, to show that it is found. */
package org.hakmem.architecture.upward;
