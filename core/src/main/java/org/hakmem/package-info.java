/**
 * The allocator as a program sees it: {@link org.hakmem.Hakmem}, its settings and what it tells of
 * itself.
 */
package org.hakmem;
