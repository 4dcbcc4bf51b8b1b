package org.hakmem.internal.heap;

/**
 * Makes sure that the stack has room, before something is begun that must not be left halfway.
 *
 * <p>A {@link StackOverflowError} can come at any call. The fast paths and the small steps of slab
 * and magazine commit without a call; what takes several steps calls {@link #ensure()} first: if
 * the stack has no room, the error comes from here, when nothing has changed yet.
 *
 * <p>The method has many locals on purpose. The interpreter lays them all on the stack at entry,
 * and compiled code checks at entry for the room that its interpreted form would take, that of what
 * is inlined into it included, so one call looks some kilobytes ahead at the price of a store for
 * each OS page. They are never used. One frame must do, for compiled frames are small and look no
 * further together than the last of them does; and it must seem to call something, for a method
 * that calls nothing is inlined without a trace.
 *
 * <p>It looks 8 KiB ahead. Measured was that 4 KiB do, for a process' first calls too, as long as
 * no class is initialised on the way, which {@code Preload} sees to, and no lambda or concatenation
 * is linked, of which the slow paths have none. Three are not always enough: the first use of a
 * {@code VarHandle} at a place is linked too, and that takes more when the collector has dropped
 * the method types that an earlier one had left.
 */
public final class StackProbe {

  /** Never; but compilers must not know. */
  @SuppressWarnings("FieldMayBeFinal")
  private static boolean again;

  private StackProbe() {}

  /** Returns if there is room for the deepest slow path. */
  @SuppressWarnings({"unused", "UnusedVariable", "InfiniteRecursion"})
  public static void ensure() {
    long a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15;
    long b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13, b14, b15;
    long c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15;
    long d0, d1, d2, d3, d4, d5, d6, d7, d8, d9, d10, d11, d12, d13, d14, d15;
    long e0, e1, e2, e3, e4, e5, e6, e7, e8, e9, e10, e11, e12, e13, e14, e15;
    long f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15;
    long g0, g1, g2, g3, g4, g5, g6, g7, g8, g9, g10, g11, g12, g13, g14, g15;
    long h0, h1, h2, h3, h4, h5, h6, h7, h8, h9, h10, h11, h12, h13, h14, h15;
    long i0, i1, i2, i3, i4, i5, i6, i7, i8, i9, i10, i11, i12, i13, i14, i15;
    long j0, j1, j2, j3, j4, j5, j6, j7, j8, j9, j10, j11, j12, j13, j14, j15;
    long k0, k1, k2, k3, k4, k5, k6, k7, k8, k9, k10, k11, k12, k13, k14, k15;
    long l0, l1, l2, l3, l4, l5, l6, l7, l8, l9, l10, l11, l12, l13, l14, l15;
    long m0, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13, m14, m15;
    long n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, n10, n11, n12, n13, n14, n15;
    long o0, o1, o2, o3, o4, o5, o6, o7, o8, o9, o10, o11, o12, o13, o14, o15;
    long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;
    long q0, q1, q2, q3, q4, q5, q6, q7, q8, q9, q10, q11, q12, q13, q14, q15;
    long r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, r11, r12, r13, r14, r15;
    long s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, s12, s13, s14, s15;
    long t0, t1, t2, t3, t4, t5, t6, t7, t8, t9, t10, t11, t12, t13, t14, t15;
    long u0, u1, u2, u3, u4, u5, u6, u7, u8, u9, u10, u11, u12, u13, u14, u15;
    long v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12, v13, v14, v15;
    long w0, w1, w2, w3, w4, w5, w6, w7, w8, w9, w10, w11, w12, w13, w14, w15;
    long x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, x11, x12, x13, x14, x15;
    long y0, y1, y2, y3, y4, y5, y6, y7, y8, y9, y10, y11, y12, y13, y14, y15;
    long z0, z1, z2, z3, z4, z5, z6, z7, z8, z9, z10, z11, z12, z13, z14, z15;
    long aa0, aa1, aa2, aa3, aa4, aa5, aa6, aa7, aa8, aa9, aa10, aa11, aa12, aa13, aa14, aa15;
    long bb0, bb1, bb2, bb3, bb4, bb5, bb6, bb7, bb8, bb9, bb10, bb11, bb12, bb13, bb14, bb15;
    long cc0, cc1, cc2, cc3, cc4, cc5, cc6, cc7, cc8, cc9, cc10, cc11, cc12, cc13, cc14, cc15;
    long dd0, dd1, dd2, dd3, dd4, dd5, dd6, dd7, dd8, dd9, dd10, dd11, dd12, dd13, dd14, dd15;
    long ee0, ee1, ee2, ee3, ee4, ee5, ee6, ee7, ee8, ee9, ee10, ee11, ee12, ee13, ee14, ee15;
    long ff0, ff1, ff2, ff3, ff4, ff5, ff6, ff7, ff8, ff9, ff10, ff11, ff12, ff13, ff14, ff15;
    long gg0, gg1, gg2, gg3, gg4, gg5, gg6, gg7, gg8, gg9, gg10, gg11, gg12, gg13, gg14, gg15;
    long hh0, hh1, hh2, hh3, hh4, hh5, hh6, hh7, hh8, hh9, hh10, hh11, hh12, hh13, hh14, hh15;
    long ii0, ii1, ii2, ii3, ii4, ii5, ii6, ii7, ii8, ii9, ii10, ii11, ii12, ii13, ii14, ii15;
    long jj0, jj1, jj2, jj3, jj4, jj5, jj6, jj7, jj8, jj9, jj10, jj11, jj12, jj13, jj14, jj15;
    long kk0, kk1, kk2, kk3, kk4, kk5, kk6, kk7, kk8, kk9, kk10, kk11, kk12, kk13, kk14, kk15;
    long ll0, ll1, ll2, ll3, ll4, ll5, ll6, ll7, ll8, ll9, ll10, ll11, ll12, ll13, ll14, ll15;
    long mm0, mm1, mm2, mm3, mm4, mm5, mm6, mm7, mm8, mm9, mm10, mm11, mm12, mm13, mm14, mm15;
    long nn0, nn1, nn2, nn3, nn4, nn5, nn6, nn7, nn8, nn9, nn10, nn11, nn12, nn13, nn14, nn15;
    long oo0, oo1, oo2, oo3, oo4, oo5, oo6, oo7, oo8, oo9, oo10, oo11, oo12, oo13, oo14, oo15;
    long pp0, pp1, pp2, pp3, pp4, pp5, pp6, pp7, pp8, pp9, pp10, pp11, pp12, pp13, pp14, pp15;
    long qq0, qq1, qq2, qq3, qq4, qq5, qq6, qq7, qq8, qq9, qq10, qq11, qq12, qq13, qq14, qq15;
    long rr0, rr1, rr2, rr3, rr4, rr5, rr6, rr7, rr8, rr9, rr10, rr11, rr12, rr13, rr14, rr15;
    long ss0, ss1, ss2, ss3, ss4, ss5, ss6, ss7, ss8, ss9, ss10, ss11, ss12, ss13, ss14, ss15;
    long tt0, tt1, tt2, tt3, tt4, tt5, tt6, tt7, tt8, tt9, tt10, tt11, tt12, tt13, tt14, tt15;
    long uu0, uu1, uu2, uu3, uu4, uu5, uu6, uu7, uu8, uu9, uu10, uu11, uu12, uu13, uu14, uu15;
    long vv0, vv1, vv2, vv3, vv4, vv5, vv6, vv7, vv8, vv9, vv10, vv11, vv12, vv13, vv14, vv15;
    long ww0, ww1, ww2, ww3, ww4, ww5, ww6, ww7, ww8, ww9, ww10, ww11, ww12, ww13, ww14, ww15;
    long xx0, xx1, xx2, xx3, xx4, xx5, xx6, xx7, xx8, xx9, xx10, xx11, xx12, xx13, xx14, xx15;
    long yy0, yy1, yy2, yy3, yy4, yy5, yy6, yy7, yy8, yy9, yy10, yy11, yy12, yy13, yy14, yy15;
    long zz0, zz1, zz2, zz3, zz4, zz5, zz6, zz7, zz8, zz9, zz10, zz11, zz12, zz13, zz14, zz15;
    long aaa0, aaa1, aaa2, aaa3, aaa4, aaa5, aaa6, aaa7;
    long aaa8, aaa9, aaa10, aaa11, aaa12, aaa13, aaa14, aaa15;
    long bbb0, bbb1, bbb2, bbb3, bbb4, bbb5, bbb6, bbb7;
    long bbb8, bbb9, bbb10, bbb11, bbb12, bbb13, bbb14, bbb15;
    long ccc0, ccc1, ccc2, ccc3, ccc4, ccc5, ccc6, ccc7;
    long ccc8, ccc9, ccc10, ccc11, ccc12, ccc13, ccc14, ccc15;
    long ddd0, ddd1, ddd2, ddd3, ddd4, ddd5, ddd6, ddd7;
    long ddd8, ddd9, ddd10, ddd11, ddd12, ddd13, ddd14, ddd15;
    long eee0, eee1, eee2, eee3, eee4, eee5, eee6, eee7;
    long eee8, eee9, eee10, eee11, eee12, eee13, eee14, eee15;
    long fff0, fff1, fff2, fff3, fff4, fff5, fff6, fff7;
    long fff8, fff9, fff10, fff11, fff12, fff13, fff14, fff15;
    long ggg0, ggg1, ggg2, ggg3, ggg4, ggg5, ggg6, ggg7;
    long ggg8, ggg9, ggg10, ggg11, ggg12, ggg13, ggg14, ggg15;
    long hhh0, hhh1, hhh2, hhh3, hhh4, hhh5, hhh6, hhh7;
    long hhh8, hhh9, hhh10, hhh11, hhh12, hhh13, hhh14, hhh15;
    long iii0, iii1, iii2, iii3, iii4, iii5, iii6, iii7;
    long iii8, iii9, iii10, iii11, iii12, iii13, iii14, iii15;
    long jjj0, jjj1, jjj2, jjj3, jjj4, jjj5, jjj6, jjj7;
    long jjj8, jjj9, jjj10, jjj11, jjj12, jjj13, jjj14, jjj15;
    long kkk0, kkk1, kkk2, kkk3, kkk4, kkk5, kkk6, kkk7;
    long kkk8, kkk9, kkk10, kkk11, kkk12, kkk13, kkk14, kkk15;
    long lll0, lll1, lll2, lll3, lll4, lll5, lll6, lll7;
    long lll8, lll9, lll10, lll11, lll12, lll13, lll14, lll15;
    if (again) {
      ensure();
    }
  }
}
