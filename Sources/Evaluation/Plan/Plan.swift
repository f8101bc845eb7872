// What runs: for each scan its instructions, and the layout of every buffer that they touch.

package import Equations

/// A model, compiled.
///
/// Plain data: it holds no numbers but literals, and no memory.
package struct Plan: Sendable {
  package var model: Model
  var values: ValuesLayout
  var packed: [PackedMatrix]
  /// One for each stage of the model.
  package var frames: [FrameLayout]
  var stages: [StagePlan]
  /// Quantities that are not worked out, and the input that each lacks.
  package var omitted: [Int: Int]
  /// Inputs that the quantities which are worked out read.
  package var needed: Set<Int>
}

extension Plan {
  /// All scans that walk over the steps of a stage, those that sum over them too.
  func scans(over stage: Int) -> [ScanPlan] {
    stages[stage].scans.filter { $0.over == nil } + stages.flatMap(\.scans).filter { $0.over == stage }
  }
}

extension Plan {
  /// How many numbers all scans together take beside their frames.
  package var scratchCount: Int { stages.flatMap(\.scans).reduce(0) { $0 + $1.scratchCount } }
}

struct StagePlan: Sendable {
  /// One for each scan of the stage; it has no work where all its quantities are omitted.
  var scans: [ScanPlan]
  /// For each scan what its states hold outside the sequence.
  var initials: [ScanPlan]
}

/// One pass over the steps.
struct ScanPlan: Sendable {
  var direction: Scan.Direction
  var regions: [Region] = []
  /// Where the slots from 0 up lie: these move with the step.
  var moving: [Place] = []
  /// Where the slots from -1 down lie.
  var fixed: [Place] = []
  var code: [Int32] = []
  var instructions: [Instruction] = []
  var segments: [Segment] = []
  var scratchCount = 0
  /// Numbers for each step that hoisted products take.
  var hoistedCount = 0
  var quantities: [Int] = []
  /// What is brought together before the scan begins, and where it lies.
  var gathered: [Gathered] = []
  var gatheredCount = 0
  /// What is brought together step by step, and where it lies.
  var grown: [Grown] = []
  var grownCount = 0
  /// The stage over whose steps it sums; nil if it leaves a value at each step of its own.
  var over: Int?
  /// Where each quantity's sum lies in the frame that it belongs to.
  var totals: [Int] = []
  /// How many numbers that frame has.
  var resultCount = 0

  /// Whether a single step may take seconds, so that it is asked within it whether to stop.
  var isLongWithinSteps: Bool {
    instructions.contains { if case .eigen = $0 { true } else { false } }
  }

  /// A value of another stage, or whole sequences, copied for as long as a scan runs.
  struct Gathered: Sendable, Hashable {
    var read: Read
    var offset: Int
    var shape: Shape
  }

  /// For how many steps a scan that sums keeps factors before they are multiplied: 64 columns and rows, or as many as the
  /// matrices of one step have.
  var stepsKept: Int {
    let inner = segments.reduce(1) { most, segment in
      if case .contract(let contraction) = segment { max(most, contraction.inner) } else { most }
    }
    return max(1, 64 / inner)
  }

  /// A sequence as far as it has come, `K[:t]`: a column for each step, zeros behind the last.
  ///
  /// A scan adds a column at each step; one that runs backwards begins with all of them, and takes one away.
  struct Grown: Sendable, Hashable {
    var read: Read
    var offset: Int
    var rows: Int
    /// As many as there may be steps.
    var columns: Int

    var count: Int { rows * columns }
  }

  /// Where a slot lies; nil if there is no such slot.
  func place(_ slot: Slot) -> Place? {
    let list = slot.number < 0 ? fixed : moving
    let index = slot.number < 0 ? -1 - slot.number : slot.number
    return list.indices.contains(index) ? list[index] : nil
  }
}

/// A part of a scan that is done for all steps of a block before the next part begins.
enum Segment: Sendable {
  /// These instructions once, before all steps: what is the same at each of them.
  case before(Range<Int>)
  /// These instructions, step after step.
  case each(Range<Int>)
  /// One packed product for all steps of the block at once; `result` is its place among the hoisted numbers of a step.
  case hoist(weights: Int, rows: Int, columns: Int, source: Slot, initial: Slot?, result: Int)
  /// C += Σ A B over many steps, whose factors lie among the numbers that are kept for each.
  case contract(Contraction)
}

/// A sum over steps of products, of a column and a row or of two matrices.
struct Contraction: Sendable {
  /// A factor's place among the numbers of a step, and how far apart its rows and its columns are.
  struct Factor: Sendable {
    var place: Int
    var row: Int
    var column: Int
  }

  var left: Factor
  var right: Factor
  var rows: Int
  var columns: Int
  /// Columns of the left factor, rows of the right one.
  var inner: Int
  var result: Slot
}

/// Where parameters, constants, literals and sums of biases lie.
struct ValuesLayout: Sendable {
  /// Vectors that are added to products, one below another: each is a sum of parameters and constants.
  struct Sum: Sendable, Hashable {
    struct Part: Sendable, Hashable {
      var rows: Int
      /// Where the summands lie in the values; zeros if there are none.
      var terms: [Int]
    }

    var parts: [Part]
    var rows: Int { parts.reduce(0) { $0 + $1.rows } }
  }

  var parameters: [Int] = []
  var constants: [Int] = []
  private(set) var literals: [(value: Double, offset: Int)] = []
  private(set) var sums: [(sum: Sum, offset: Int)] = []
  private(set) var count = 0
  private var literalOffsets: [UInt64: Int] = [:]
  private var sumOffsets: [Sum: Int] = [:]

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

  mutating func sum(_ sum: Sum) -> Int {
    if sum.parts.count == 1, sum.parts[0].terms.count == 1 { return sum.parts[0].terms[0] }
    if let offset = sumOffsets[sum] { return offset }
    let offset = count
    sums.append((sum, offset))
    sumOffsets[sum] = offset
    count += sum.rows
    return offset
  }
}

/// Parameters that are laid out together because they are multiplied with the same vector.
struct PackedMatrix: Sendable, Hashable {
  struct Part: Sendable, Hashable {
    /// Offset into the values; of a series that of its first member.
    var offset: Int
    /// The series whose member of the step it is.
    var series: Int?
    var rows: Int
    var columns: Int
    var isTransposed: Bool

    var resultRows: Int { isTransposed ? columns : rows }
    var resultColumns: Int { isTransposed ? rows : columns }
  }

  enum Form: Sendable {
    /// For products with vectors.
    case rows
    /// Column after column, for products with symbols; one more column stands for no symbol.
    case columns
  }

  var form: Form
  var parts: [Part]
  /// What is added to each column, by its place in the values; only in columns.
  var initial: Int?
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
