// What a plan is made of: places in memory and the few kinds of work on them. Plain numbers only: nothing here is
// looked up by name, and running an instruction allocates nothing.

internal import Equations

/// Where a value lies: a region, whose start may move from step to step, and an offset in numbers.
struct Place: Sendable, Hashable {
  /// Index into the scan's regions.
  var region: Int
  var offset: Int
}

/// A stretch of memory that instructions address.
enum Region: Sendable, Hashable {
  /// Parameters, constants and literal numbers.
  case values
  /// Packed weights.
  case packed
  /// What a step works out on the way; not kept.
  case scratch
  /// The frame of the step, or of one so many steps away.
  case frame(shift: Int)
  /// The frame of what is computed once.
  case once
  /// A vector input at the step, or so many steps away.
  case input(Int, shift: Int)
  /// An input that is given once.
  case given(Int)
  /// Products with the input of the step, worked out for many steps at once.
  case hoisted
  /// What a probe reads, gathered.
  case arguments
  /// What a probe gives.
  case results
}

/// One piece of work.
enum Instruction: Sendable {
  /// y = (initial +) A x with packed A.
  case packedProduct(weights: Int, rows: Int, columns: Int, vector: Place, initial: Place?, result: Place)
  /// y = A eⱼ for the symbol j of a token input: row j of the packed transpose.
  case column(weights: Int, rows: Int, input: Int, shift: Int, result: Place)
  /// The one-hot vector of a token input.
  case oneHotToken(input: Int, shift: Int, count: Int, result: Place)
  case product(GeneralProduct)
  /// A run of elementwise code over `count` elements.
  case elementwise(code: Int, instructions: Int, operands: Int, count: Int)
  /// A vector over the columns of a matrix, or a row over its rows.
  case spreadColumns(source: Place, rows: Int, columns: Int, result: Place)
  case spreadRows(source: Place, rows: Int, columns: Int, result: Place)
  case reduce(Primitive, source: Place, count: Int, result: Place)
  /// Column by column over a row-major matrix; a vector is a matrix of one column.
  case softmax(source: Place, mask: Place?, rows: Int, columns: Int, result: Place)
  case layerNorm(source: Place, gamma: Place, beta: Place, rows: Int, columns: Int, result: Place)
  case sortDescending(source: Place, rows: Int, columns: Int, result: Place)
  case topK(source: Place, k: Place, rows: Int, columns: Int, result: Place)
  case transpose(source: Place, rows: Int, columns: Int, result: Place)
  case copy(source: Place, stride: Int, result: Place, resultStride: Int, count: Int)
  case fill(result: Place, count: Int)
  /// One entry; indices count from 1, an index outside gives NaN.
  case element(source: Place, rows: Int, columns: Int, row: Place, column: Place?, result: Place)
  case oneHot(source: Place, count: Int, result: Place)
  case circularConvolution(source: Place, count: Int, shifts: Place, shiftCount: Int, result: Place)
  case cosine(matrix: Place, rows: Int, columns: Int, key: Place, result: Place)
  /// The number of the step, from 1.
  case stepNumber(result: Place)
}

/// C = A B where neither is a packed parameter.
struct GeneralProduct: Sendable {
  var a: Place
  var aRow: Int
  var aColumn: Int
  var b: Place
  var bRow: Int
  var bColumn: Int
  var m: Int
  var n: Int
  var k: Int
  var result: Place
}
