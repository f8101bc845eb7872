// The kernels of one instruction set, behind one table: the rest of the evaluator does not know which it runs on.

/// The number that a run computes with: `Float`, or `Double` where asked for.
package protocol Scalar: BinaryFloatingPoint, Sendable {
  /// The fastest kernels that this processor runs.
  static var arithmetic: Arithmetic<Self> { get }
}

/// Kernels for one kind of number.
///
/// What each does is documented where it is defined, in `Kernels`.
package struct Arithmetic<Number: Scalar>: Sendable {
  typealias In = UnsafePointer<Number>
  typealias Out = UnsafeMutablePointer<Number>

  /// `avx512`, `avx2`, `baseline` or `double`.
  package let name: String
  let packedCount: @Sendable (_ rows: Int, _ columns: Int) -> Int
  let pack: @Sendable (In, _ rows: Int, _ columns: Int, _ rowStride: Int, _ columnStride: Int, Out) -> Void
  let multiplyPacked: @Sendable (In, _ rows: Int, _ columns: Int, _ vector: In, _ initial: In?, Out) -> Void
  let multiplyPackedMany:
    @Sendable (
      In, _ rows: Int, _ columns: Int, _ vectors: In, _ stride: Int, _ count: Int, _ initial: In?, Out,
      _ resultStride: Int
    ) -> Void
  let productScratch: @Sendable (_ m: Int, _ n: Int, _ k: Int, _ terms: Int) -> Int
  let multiply: @Sendable (ProductCall<Number>) -> Void
  let elementwise: @Sendable (UnsafePointer<Int32>, _ instructions: Int, UnsafePointer<Out>, _ count: Int) -> Void
  let sum: @Sendable (In, _ count: Int) -> Number
  let mean: @Sendable (In, _ count: Int) -> Number
  let maximum: @Sendable (In, _ count: Int) -> Number
  let minimum: @Sendable (In, _ count: Int) -> Number
  let norm: @Sendable (In, _ count: Int) -> Number
  let argmaximum: @Sendable (In, _ count: Int) -> Int
  let softmax: @Sendable (In, _ rows: Int, _ columns: Int, Out) -> Void
  let maskedSoftmax: @Sendable (In, _ count: Int, _ stride: Int, _ mask: In, Out) -> Void
  let layerNorm: @Sendable (In, _ count: Int, _ stride: Int, _ gamma: In?, _ beta: In?, _ epsilon: Number, Out) -> Void
  let sortDescending:
    @Sendable (
      In, _ count: Int, _ stride: Int, _ values: Out, _ indices: UnsafeMutablePointer<Int>,
      _ scratch: UnsafeMutablePointer<Int>
    ) -> Void
  let transpose: @Sendable (In, _ rows: Int, _ columns: Int, Out) -> Void
  let copy: @Sendable (In, _ stride: Int, Out, _ destinationStride: Int, _ count: Int) -> Void
  let fill: @Sendable (Out, _ count: Int, Number) -> Void
  let circularConvolution: @Sendable (In, _ count: Int, In, _ shifts: Int, Out) -> Void
  let symmetricEigen:
    @Sendable (
      In, _ size: Int, _ values: Out, _ vectors: Out?, UnsafeMutablePointer<Double>, _ isInterrupted: () -> Bool
    ) -> Bool
  let cosineSimilarity: @Sendable (In, _ rows: Int, _ columns: Int, _ key: In, _ epsilon: Number, Out) -> Void
}

/// A matrix product, or a sum of such, as the kernels take it: see `Routines.multiply`.
struct ProductCall<Number: Scalar> {
  /// One side of it: where it starts, and how far apart rows, columns and terms are.
  struct Factor {
    var start: UnsafePointer<Number>
    var row: Int
    var column: Int
    var term = 0
  }

  var m: Int
  var n: Int
  var k: Int
  var terms = 1
  var a: Factor
  var b: Factor
  /// What every column starts from; nil for zeros.
  var initial: UnsafePointer<Number>?
  /// Whether it is added to what lies in the result.
  var accumulates = false
  /// Row-major and whole.
  var result: UnsafeMutablePointer<Number>
  var scratch: UnsafeMutablePointer<Number>
}
