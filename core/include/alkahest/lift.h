/* SPDX-License-Identifier: MIT
 * Lists whose items may be C values, as the operands of operators may: ALK_LIFTED(author.born, 0, "x"), up to 64 of them. In C++ by templates. */
#ifndef ALKAHEST_LIFT_H
#define ALKAHEST_LIFT_H
#include <alkahest/sql.h>

#if defined(__cplusplus)
template <typename... T> alk_list<sizeof...(T)> alk_lifted_of(T... items) { return { { alk_lift(items)... } }; }
#define ALK_LIFTED(...) alk_lifted_of(__VA_ARGS__, &alk_end)
#define ALK_LIFTED_ENDED(...) alk_lifted_of(__VA_ARGS__)       /* alk_end is the last of them already */
#else
#define ALK_LIFTED(...) ((const alk_sql *const[]){ ALK_LIFT_ALL_(__VA_ARGS__), &alk_end })
#define ALK_LIFTED_ENDED(...) ((const alk_sql *const[]){ ALK_LIFT_ALL_(__VA_ARGS__) })
#define ALK_LIFT_ALL_(...) ALK_LIFT_COUNTED_(ALK_COUNT_(__VA_ARGS__), __VA_ARGS__)
#define ALK_LIFT_COUNTED_(n, ...) ALK_LIFT_JOINED_(n, __VA_ARGS__)
#define ALK_LIFT_JOINED_(n, ...) ALK_LIFT_##n##_(__VA_ARGS__)
/* How many arguments there are, at least one. */
#define ALK_COUNT_(...) ALK_COUNTED_(__VA_ARGS__, 65, 64, 63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, \
    40, 39, 38, 37, 36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, \
    2, 1, 0)
#define ALK_COUNTED_(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, \
    a28, a29, a30, a31, a32, a33, a34, a35, a36, a37, a38, a39, a40, a41, a42, a43, a44, a45, a46, a47, a48, a49, a50, a51, a52, a53, a54, a55, a56, \
    a57, a58, a59, a60, a61, a62, a63, a64, a65, n, ...) n

#define ALK_LIFT_1_(a) ALK_LIFT(a)
#define ALK_LIFT_2_(a, ...) ALK_LIFT(a), ALK_LIFT_1_(__VA_ARGS__)
#define ALK_LIFT_3_(a, ...) ALK_LIFT(a), ALK_LIFT_2_(__VA_ARGS__)
#define ALK_LIFT_4_(a, ...) ALK_LIFT(a), ALK_LIFT_3_(__VA_ARGS__)
#define ALK_LIFT_5_(a, ...) ALK_LIFT(a), ALK_LIFT_4_(__VA_ARGS__)
#define ALK_LIFT_6_(a, ...) ALK_LIFT(a), ALK_LIFT_5_(__VA_ARGS__)
#define ALK_LIFT_7_(a, ...) ALK_LIFT(a), ALK_LIFT_6_(__VA_ARGS__)
#define ALK_LIFT_8_(a, ...) ALK_LIFT(a), ALK_LIFT_7_(__VA_ARGS__)
#define ALK_LIFT_9_(a, ...) ALK_LIFT(a), ALK_LIFT_8_(__VA_ARGS__)
#define ALK_LIFT_10_(a, ...) ALK_LIFT(a), ALK_LIFT_9_(__VA_ARGS__)
#define ALK_LIFT_11_(a, ...) ALK_LIFT(a), ALK_LIFT_10_(__VA_ARGS__)
#define ALK_LIFT_12_(a, ...) ALK_LIFT(a), ALK_LIFT_11_(__VA_ARGS__)
#define ALK_LIFT_13_(a, ...) ALK_LIFT(a), ALK_LIFT_12_(__VA_ARGS__)
#define ALK_LIFT_14_(a, ...) ALK_LIFT(a), ALK_LIFT_13_(__VA_ARGS__)
#define ALK_LIFT_15_(a, ...) ALK_LIFT(a), ALK_LIFT_14_(__VA_ARGS__)
#define ALK_LIFT_16_(a, ...) ALK_LIFT(a), ALK_LIFT_15_(__VA_ARGS__)
#define ALK_LIFT_17_(a, ...) ALK_LIFT(a), ALK_LIFT_16_(__VA_ARGS__)
#define ALK_LIFT_18_(a, ...) ALK_LIFT(a), ALK_LIFT_17_(__VA_ARGS__)
#define ALK_LIFT_19_(a, ...) ALK_LIFT(a), ALK_LIFT_18_(__VA_ARGS__)
#define ALK_LIFT_20_(a, ...) ALK_LIFT(a), ALK_LIFT_19_(__VA_ARGS__)
#define ALK_LIFT_21_(a, ...) ALK_LIFT(a), ALK_LIFT_20_(__VA_ARGS__)
#define ALK_LIFT_22_(a, ...) ALK_LIFT(a), ALK_LIFT_21_(__VA_ARGS__)
#define ALK_LIFT_23_(a, ...) ALK_LIFT(a), ALK_LIFT_22_(__VA_ARGS__)
#define ALK_LIFT_24_(a, ...) ALK_LIFT(a), ALK_LIFT_23_(__VA_ARGS__)
#define ALK_LIFT_25_(a, ...) ALK_LIFT(a), ALK_LIFT_24_(__VA_ARGS__)
#define ALK_LIFT_26_(a, ...) ALK_LIFT(a), ALK_LIFT_25_(__VA_ARGS__)
#define ALK_LIFT_27_(a, ...) ALK_LIFT(a), ALK_LIFT_26_(__VA_ARGS__)
#define ALK_LIFT_28_(a, ...) ALK_LIFT(a), ALK_LIFT_27_(__VA_ARGS__)
#define ALK_LIFT_29_(a, ...) ALK_LIFT(a), ALK_LIFT_28_(__VA_ARGS__)
#define ALK_LIFT_30_(a, ...) ALK_LIFT(a), ALK_LIFT_29_(__VA_ARGS__)
#define ALK_LIFT_31_(a, ...) ALK_LIFT(a), ALK_LIFT_30_(__VA_ARGS__)
#define ALK_LIFT_32_(a, ...) ALK_LIFT(a), ALK_LIFT_31_(__VA_ARGS__)
#define ALK_LIFT_33_(a, ...) ALK_LIFT(a), ALK_LIFT_32_(__VA_ARGS__)
#define ALK_LIFT_34_(a, ...) ALK_LIFT(a), ALK_LIFT_33_(__VA_ARGS__)
#define ALK_LIFT_35_(a, ...) ALK_LIFT(a), ALK_LIFT_34_(__VA_ARGS__)
#define ALK_LIFT_36_(a, ...) ALK_LIFT(a), ALK_LIFT_35_(__VA_ARGS__)
#define ALK_LIFT_37_(a, ...) ALK_LIFT(a), ALK_LIFT_36_(__VA_ARGS__)
#define ALK_LIFT_38_(a, ...) ALK_LIFT(a), ALK_LIFT_37_(__VA_ARGS__)
#define ALK_LIFT_39_(a, ...) ALK_LIFT(a), ALK_LIFT_38_(__VA_ARGS__)
#define ALK_LIFT_40_(a, ...) ALK_LIFT(a), ALK_LIFT_39_(__VA_ARGS__)
#define ALK_LIFT_41_(a, ...) ALK_LIFT(a), ALK_LIFT_40_(__VA_ARGS__)
#define ALK_LIFT_42_(a, ...) ALK_LIFT(a), ALK_LIFT_41_(__VA_ARGS__)
#define ALK_LIFT_43_(a, ...) ALK_LIFT(a), ALK_LIFT_42_(__VA_ARGS__)
#define ALK_LIFT_44_(a, ...) ALK_LIFT(a), ALK_LIFT_43_(__VA_ARGS__)
#define ALK_LIFT_45_(a, ...) ALK_LIFT(a), ALK_LIFT_44_(__VA_ARGS__)
#define ALK_LIFT_46_(a, ...) ALK_LIFT(a), ALK_LIFT_45_(__VA_ARGS__)
#define ALK_LIFT_47_(a, ...) ALK_LIFT(a), ALK_LIFT_46_(__VA_ARGS__)
#define ALK_LIFT_48_(a, ...) ALK_LIFT(a), ALK_LIFT_47_(__VA_ARGS__)
#define ALK_LIFT_49_(a, ...) ALK_LIFT(a), ALK_LIFT_48_(__VA_ARGS__)
#define ALK_LIFT_50_(a, ...) ALK_LIFT(a), ALK_LIFT_49_(__VA_ARGS__)
#define ALK_LIFT_51_(a, ...) ALK_LIFT(a), ALK_LIFT_50_(__VA_ARGS__)
#define ALK_LIFT_52_(a, ...) ALK_LIFT(a), ALK_LIFT_51_(__VA_ARGS__)
#define ALK_LIFT_53_(a, ...) ALK_LIFT(a), ALK_LIFT_52_(__VA_ARGS__)
#define ALK_LIFT_54_(a, ...) ALK_LIFT(a), ALK_LIFT_53_(__VA_ARGS__)
#define ALK_LIFT_55_(a, ...) ALK_LIFT(a), ALK_LIFT_54_(__VA_ARGS__)
#define ALK_LIFT_56_(a, ...) ALK_LIFT(a), ALK_LIFT_55_(__VA_ARGS__)
#define ALK_LIFT_57_(a, ...) ALK_LIFT(a), ALK_LIFT_56_(__VA_ARGS__)
#define ALK_LIFT_58_(a, ...) ALK_LIFT(a), ALK_LIFT_57_(__VA_ARGS__)
#define ALK_LIFT_59_(a, ...) ALK_LIFT(a), ALK_LIFT_58_(__VA_ARGS__)
#define ALK_LIFT_60_(a, ...) ALK_LIFT(a), ALK_LIFT_59_(__VA_ARGS__)
#define ALK_LIFT_61_(a, ...) ALK_LIFT(a), ALK_LIFT_60_(__VA_ARGS__)
#define ALK_LIFT_62_(a, ...) ALK_LIFT(a), ALK_LIFT_61_(__VA_ARGS__)
#define ALK_LIFT_63_(a, ...) ALK_LIFT(a), ALK_LIFT_62_(__VA_ARGS__)
#define ALK_LIFT_64_(a, ...) ALK_LIFT(a), ALK_LIFT_63_(__VA_ARGS__)
#define ALK_LIFT_65_(a, ...) ALK_LIFT(a), ALK_LIFT_64_(__VA_ARGS__)
#endif
#endif
