// Eight doubles at a time, for what is worked out in double precision whatever the numbers of a model are.

typealias Doubles = SIMD8<Double>

@inline(always)
func loadDoubles(_ x: UnsafePointer<Double>) -> Doubles { UnsafeRawPointer(x).loadUnaligned(as: Doubles.self) }

@inline(always)
func storeDoubles(_ value: Doubles, _ x: UnsafeMutablePointer<Double>) {
  UnsafeMutableRawPointer(x).storeBytes(of: value, as: Doubles.self)
}
