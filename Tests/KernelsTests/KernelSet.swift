// One name for the four builds of the kernels, so that each test is written once and runs on all that the processor has.

import Glibc
import Kernels
import KernelsAVX2
import KernelsAVX512
import KernelsDouble
import Testing

/// The functions of `Routines`, as each build of the folder declares them.
protocol KernelSet {
  associatedtype Real: BinaryFloatingPoint & Sendable

  static var blockSize: Int { get }
  static func packedCount(rows: Int, columns: Int) -> Int
  static func pack(
    _ source: UnsafePointer<Real>, rows: Int, columns: Int, rowStride: Int, columnStride: Int,
    into packed: UnsafeMutablePointer<Real>)
  static func multiplyPacked(
    _ packed: UnsafePointer<Real>, rows: Int, columns: Int, vector x: UnsafePointer<Real>,
    initial: UnsafePointer<Real>?, into y: UnsafeMutablePointer<Real>)
  static func multiplyPacked(
    _ packed: UnsafePointer<Real>, rows: Int, columns: Int, vectors: UnsafePointer<Real>, vectorStride: Int, count: Int,
    initial: UnsafePointer<Real>?, into result: UnsafeMutablePointer<Real>, resultStride: Int)
  static func multiplyScratchCount(m: Int, n: Int, k: Int, terms: Int) -> Int
  static func multiply(
    m: Int, n: Int, k: Int, terms: Int, a: UnsafePointer<Real>, aRow: Int, aColumn: Int, aTerm: Int,
    b: UnsafePointer<Real>, bRow: Int, bColumn: Int, bTerm: Int, initial: UnsafePointer<Real>?,
    into c: UnsafeMutablePointer<Real>, cRow: Int, accumulate: Bool, scratch: UnsafeMutablePointer<Real>)
  static func runElementwise(
    code: UnsafePointer<Int32>, instructionCount: Int, operands: UnsafePointer<UnsafeMutablePointer<Real>>, count n: Int
  )
  static func sum(_ x: UnsafePointer<Real>, count n: Int, stride: Int) -> Real
  static func dot(
    _ x: UnsafePointer<Real>, stride xStride: Int, _ y: UnsafePointer<Real>, stride yStride: Int, count n: Int
  ) -> Real
  static func mean(_ x: UnsafePointer<Real>, count n: Int, stride: Int) -> Real
  static func maximum(_ x: UnsafePointer<Real>, count n: Int, stride: Int) -> Real
  static func minimum(_ x: UnsafePointer<Real>, count n: Int, stride: Int) -> Real
  static func argmaximum(_ x: UnsafePointer<Real>, count n: Int, stride: Int) -> Int
  static func norm(_ x: UnsafePointer<Real>, count n: Int, stride: Int) -> Real
  static func softmax(
    _ x: UnsafePointer<Real>, count n: Int, stride: Int, into result: UnsafeMutablePointer<Real>, resultStride: Int)
  static func softmaxColumns(
    _ x: UnsafePointer<Real>, rows: Int, columns: Int, into result: UnsafeMutablePointer<Real>)
  static func softmaxMasked(
    _ x: UnsafePointer<Real>, count n: Int, stride: Int, mask: UnsafePointer<Real>, maskStride: Int,
    into result: UnsafeMutablePointer<Real>, resultStride: Int)
  static func normalizationStatistics(
    _ x: UnsafePointer<Real>, count n: Int, stride: Int, epsilon: Real
  ) -> (mean: Real, inverseDeviation: Real)
  static func layerNorm(
    _ x: UnsafePointer<Real>, count n: Int, stride: Int, gamma: UnsafePointer<Real>?, beta: UnsafePointer<Real>?,
    epsilon: Real, into result: UnsafeMutablePointer<Real>, resultStride: Int)
  static func fill(_ x: UnsafeMutablePointer<Real>, stride: Int, count n: Int, with value: Real)
  static func copy(
    _ source: UnsafePointer<Real>, stride: Int, into destination: UnsafeMutablePointer<Real>, destinationStride: Int,
    count n: Int)
  static func transpose(
    _ source: UnsafePointer<Real>, rows: Int, columns: Int, into destination: UnsafeMutablePointer<Real>)
  static func axpy(
    _ a: Real, _ x: UnsafePointer<Real>, stride: Int, into y: UnsafeMutablePointer<Real>, resultStride: Int,
    count n: Int)
  static func circularConvolution(
    _ w: UnsafePointer<Real>, count n: Int, shifts s: UnsafePointer<Real>, shiftCount k: Int,
    into result: UnsafeMutablePointer<Real>)
  static func cosineSimilarity(
    _ matrix: UnsafePointer<Real>, rows: Int, columns: Int, rowStride: Int, columnStride: Int, key: UnsafePointer<Real>,
    epsilon: Real, into result: UnsafeMutablePointer<Real>)
  static func eigenScratchCount(n: Int) -> Int
  static func symmetricEigen(
    _ a: UnsafePointer<Real>, n: Int, values: UnsafeMutablePointer<Real>, vectors: UnsafeMutablePointer<Real>?,
    scratch: UnsafeMutablePointer<Double>, isInterrupted: () -> Bool
  ) -> Bool
  static func sortScratchCount(count n: Int) -> Int
  static func sort(
    _ x: UnsafePointer<Real>, count n: Int, stride: Int, descending: Bool, values: UnsafeMutablePointer<Real>?,
    indices: UnsafeMutablePointer<Int>, scratch: UnsafeMutablePointer<Int>)
  static func topK(
    _ x: UnsafePointer<Real>, count n: Int, stride: Int, k: Int, descending: Bool,
    values: UnsafeMutablePointer<Real>?, indices: UnsafeMutablePointer<Int>, scratch: UnsafeMutablePointer<Int>)
}

extension Kernels.Routines: KernelSet {}
extension KernelsAVX2.Routines: KernelSet {}
extension KernelsAVX512.Routines: KernelSet {}
extension KernelsDouble.Routines: KernelSet {}

/// The four builds.
enum Variant: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case baseline
  case avx2
  case avx512
  case double

  var testDescription: String { rawValue }

  var kernels: any KernelSet.Type {
    switch self {
    case .baseline: Kernels.Routines.self
    case .avx2: KernelsAVX2.Routines.self
    case .avx512: KernelsAVX512.Routines.self
    case .double: KernelsDouble.Routines.self
    }
  }

  /// What the processor must have, in the words of /proc/cpuinfo.
  private var needs: Set<Substring> {
    switch self {
    case .baseline, .double: []
    case .avx2: ["avx2", "fma"]
    case .avx512: ["avx512f", "avx512vl", "avx512bw", "avx512dq", "avx512cd"]
    }
  }

  /// The builds that this processor can run.
  static let available: [Variant] = {
    let flags = processorFlags()
    return allCases.filter { $0.needs.isSubset(of: flags) }
  }()

  private static func processorFlags() -> Set<Substring> {
    guard let file = fopen("/proc/cpuinfo", "r") else { return [] }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = fread(&bytes, 1, bytes.count, file)
    let text = String(decoding: bytes[..<count], as: UTF8.self)
    let line = text.split(separator: "\n").first { $0.hasPrefix("flags") }
    return Set((line ?? "").split(separator: " "))
  }
}

/// Numbers that are the same in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// `count` numbers from −1 to 1, with few bits, so that single and double precision hold the same.
  mutating func numbers<R: BinaryFloatingPoint>(_ count: Int, as: R.Type) -> [R] {
    (0..<count).map { _ in R(Int.random(in: -4096...4096, using: &self)) / 4096 }
  }
}

/// The bits that tell two results apart, NaN equal to NaN.
func sameBits<R: BinaryFloatingPoint>(_ a: R, _ b: R) -> Bool {
  (a.isNaN && b.isNaN) || (a == b && a.sign == b.sign)
}

/// Whether all of two arrays is the same to the bit.
func sameBits<R: BinaryFloatingPoint>(_ a: [R], _ b: [R]) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { sameBits($0, $1) }
}

/// The largest distance between what was computed and what is right, in `unit` of the largest magnitude of the right one.
func worstError<R: BinaryFloatingPoint>(_ got: [R], _ right: [Double], scale: Double? = nil) -> Double {
  guard got.count == right.count else { return .infinity }
  let size = scale ?? right.reduce(1e-300) { max($0, abs($1)) }
  return zip(got, right).reduce(0) { worst, pair in
    let distance = abs(Double(pair.0) - pair.1) / (size * Double(R.ulpOfOne))
    return distance.isNaN ? .infinity : max(worst, distance)
  }
}
