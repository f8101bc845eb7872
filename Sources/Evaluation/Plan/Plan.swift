// What runs: for each scan its instructions, and the layout of every buffer that they touch.

package import Equations

/// A model, compiled. Plain data: it holds no numbers but literals, and no memory.
package struct Plan: Sendable {
  package var model: Model
  var values: ValuesLayout
  var packed: [PackedMatrix]
  /// One for each stage of the model.
  package var frames: [FrameLayout]
  var stages: [StagePlan]
  /// Quantities that are not worked out, and the input that each lacks.
  package var omitted: [Int: Int]
}

struct StagePlan: Sendable {
  /// Gives the frame that stands for steps outside the sequence.
  var initial: ScanPlan
  var scans: [ScanPlan]
}

/// One pass over the steps.
struct ScanPlan: Sendable {
  var direction: Scan.Direction
  var regions: [Region] = []
  var code: [Int32] = []
  var operands: [Place] = []
  var instructions: [Instruction] = []
  var segments: [Segment] = []
  var scratchCount = 0
  /// Numbers for each step that hoisted products take.
  var hoistedCount = 0
  /// The farthest earlier and later steps that are read.
  var earliestShift = 0
  var latestShift = 0
  var quantities: [Int] = []
}

/// A part of a scan that is done for all steps of a block before the next part begins.
enum Segment: Sendable {
  /// These instructions, step after step.
  case each(Range<Int>)
  /// One packed product for all steps of the block at once.
  case hoist(weights: Int, rows: Int, columns: Int, source: Place, result: Int)
}

/// Where parameters, constants and literals lie.
struct ValuesLayout: Sendable {
  var parameters: [Int] = []
  var constants: [Int] = []
  private(set) var literals: [(value: Double, offset: Int)] = []
  private(set) var count = 0
  private var literalOffsets: [UInt64: Int] = [:]

  /// Room for the parameters that are wanted, and for all constants.
  init(_ model: Model, parameters wanted: Set<Int>? = nil) {
    for parameter in model.parameters {
      parameters.append(count)
      if wanted?.contains(parameter.id) ?? true { count += parameter.shape.count }
    }
    for constant in model.constants {
      constants.append(count)
      count += constant.shape.count
    }
  }

  mutating func literal(_ value: Double) -> Int {
    if let offset = literalOffsets[value.bitPattern] { return offset }
    let offset = count
    literals.append((value, offset))
    literalOffsets[value.bitPattern] = offset
    count += 1
    return offset
  }
}

/// Parameters that are laid out together because they are multiplied with the same vector.
struct PackedMatrix: Sendable {
  struct Part: Sendable, Hashable {
    /// Offset into the values.
    var offset: Int
    var rows: Int
    var columns: Int
    var isTransposed: Bool
  }

  enum Form: Sendable { case rows, columns }

  var form: Form
  var parts: [Part]
  /// Of the whole, after transposition.
  var rows: Int
  var columns: Int
}

/// Where each quantity of a stage lies in a frame, in numbers from its start.
package struct FrameLayout: Sendable, Equatable {
  package private(set) var offsets: [Int: Int] = [:]
  package private(set) var count = 0

  /// Vectors and matrices first, so that scalars do not push them off their alignment.
  init(_ quantities: [Quantity]) {
    for quantity in quantities where !quantity.shape.isScalar { place(quantity) }
    for quantity in quantities where quantity.shape.isScalar { place(quantity) }
  }

  private mutating func place(_ quantity: Quantity) {
    offsets[quantity.id] = count
    count += quantity.shape.count
  }
}
