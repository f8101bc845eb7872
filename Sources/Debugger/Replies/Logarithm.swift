// The functions of the C library that replies need.

internal import Glibc

func logarithm(_ x: Double) -> Double { Glibc.log(x) }

func exponential(_ x: Double) -> Double { Glibc.exp(x) }

/// The angle whose tangent is y / x.
func arcTangent(_ y: Double, _ x: Double) -> Double { Glibc.atan2(y, x) }
