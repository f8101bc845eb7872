// What a plan is made of: places in memory and the few kinds of work on them. Plain numbers only: nothing here is
// looked up by name, and running an instruction allocates nothing.

internal import Equations

/// Where a value lies: a region, whose start may move from step to step, and an offset in numbers.
struct Place: Sendable, Hashable {
  /// Index into the scan's regions.
  var region: Int
  var offset: Int
}

/// A place as instructions name it: a row of the scan's table of addresses.
///
/// Places that stay where they are while a scan
/// runs are numbered from -1 down, those that move with the step from 0 up, so that moving on is one pass over these.
struct Slot: Sendable, Hashable {
  var number: Int
}

/// A stretch of memory that instructions address.
enum Region: Sendable, Hashable {
  /// Parameters, constants and literal numbers.
  case values
  /// What a step works out on the way; not kept.
  case scratch
  /// The frame of the step, or of one so many steps away.
  case frame(shift: Int)
  /// A vector input at the step, or so many steps away.
  case input(Int, shift: Int)
  /// An input that is given once.
  case given(Int)
  /// Products with the input of the step, worked out for many steps at once.
  case hoisted
  /// What was gathered before the scan began; for a probe all that it reads at the step.
  case gathered
  /// What grows by a column at each step.
  case grown
  /// The member of a series of parameters that belongs to the step.
  case series(Int)
  /// A quantity at another node of a tree.
  case kin(quantity: Int, StepReference)
  /// What a probe gives.
  case results

  /// Whether it lies elsewhere at another step.
  var moves: Bool {
    switch self {
    case .frame, .input, .hoisted, .series, .kin: true
    case .values, .scratch, .given, .gathered, .grown, .results: false
    }
  }
}

/// One piece of work.
enum Instruction: Sendable {
  /// y = (initial +) A x with packed A; of a series, `weights` is that of the first step and the others follow it.
  case packedProduct(
    weights: Int, isSeries: Bool, rows: Int, columns: Int, vector: Slot, initial: Slot?, result: Slot)
  /// y = A eⱼ for the symbol j of a token input: row j of the packed transpose; what was added to it when it was packed
  /// where there is no symbol.
  case column(weights: Int, rows: Int, input: Int, shift: Int, result: Slot)
  /// Adds a vector to the column, or the row, of a matrix that belongs to the symbol of a token input.
  case addAtSymbol(
    source: Slot, count: Int, input: Int, shift: Int, stride: Int, symbolStride: Int, symbols: Int, result: Slot)
  /// The one-hot vector of a token input.
  case oneHotToken(input: Int, shift: Int, count: Int, result: Slot)
  case product(GeneralProduct)
  /// A run of elementwise code over `count` elements; its operands are slots.
  case elementwise(code: Int, instructions: Int, count: Int)
  /// A vector over the columns of a matrix, or a row over its rows.
  case spreadColumns(source: Slot, rows: Int, columns: Int, result: Slot)
  case spreadRows(source: Slot, rows: Int, columns: Int, result: Slot)
  case reduce(Primitive, source: Slot, count: Int, result: Slot)
  /// Column by column over a row-major matrix; a vector is a matrix of one column.
  case softmax(source: Slot, mask: Slot?, rows: Int, columns: Int, result: Slot)
  case layerNorm(source: Slot, gamma: Slot, beta: Slot, epsilon: Double, rows: Int, columns: Int, result: Slot)
  case sortDescending(source: Slot, rows: Int, columns: Int, result: Slot)
  case topK(source: Slot, k: Slot, rows: Int, columns: Int, result: Slot)
  /// Entries in the order in which the keys fall, or the way back.
  case sortBy(source: Slot, key: Slot, rows: Int, columns: Int, isInverse: Bool, result: Slot)
  /// The sum of each row.
  case rowSums(source: Slot, rows: Int, columns: Int, result: Slot)
  case transpose(source: Slot, rows: Int, columns: Int, result: Slot)
  case copy(source: Slot, stride: Int, result: Slot, resultStride: Int, count: Int)
  case fill(result: Slot, count: Int)
  /// A column for the step, or for one so many steps away, in a matrix that grows; without a source zeros.
  case growColumn(source: Slot?, rows: Int, columns: Int, shift: Int, result: Slot)
  /// One entry; indices count from 1, an index outside gives NaN.
  case element(source: Slot, rows: Int, columns: Int, row: Slot, column: Slot?, result: Slot)
  /// A column of a matrix, numbers with `stride` between them and the next column `columnStride` behind; columns count from 1, one
  /// outside is zeros.
  case pickColumn(
    source: Slot, rows: Int, stride: Int, columns: Int, columnStride: Int, column: Slot, result: Slot)
  case oneHot(source: Slot, count: Int, result: Slot)
  /// 1 in as many entries as the source says, from the first on, and 0 in the others.
  case leading(source: Slot, count: Int, result: Slot)
  case circularCorrelation(source: Slot, count: Int, shifts: Slot, shiftCount: Int, result: Slot)
  /// Products of one vector with another that is shifted round a ring.
  case shiftProducts(source: Slot, other: Slot, count: Int, shiftCount: Int, result: Slot)
  case circularConvolution(source: Slot, count: Int, shifts: Slot, shiftCount: Int, result: Slot)
  case cosine(matrix: Slot, rows: Int, columns: Int, key: Slot, result: Slot)
  /// Eigenvalues, or eigenvectors as columns, of the symmetric half of a matrix.
  case eigen(source: Slot, size: Int, isVectors: Bool, result: Slot)
  /// The number of the step, from 1.
  case stepNumber(result: Slot)
}

/// C = A B where neither is a packed parameter, or A B added to what the sum began with.
struct GeneralProduct: Sendable {
  /// What the product is added to.
  enum Start: Sendable {
    case zero
    /// A vector that stands in every column.
    case vector(Slot)
    /// What lies in the result.
    case result
  }

  var a: Slot
  var aRow: Int
  var aColumn: Int
  var b: Slot
  var bRow: Int
  var bColumn: Int
  var m: Int
  var n: Int
  var k: Int
  var start = Start.zero
  var result: Slot
}
