/** Recipes for those who come from other allocators. */
package org.hakmem.examples.recipes;
