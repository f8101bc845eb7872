// What each instruction reads and writes, for whoever checks plans: adding an instruction breaks the build here.

internal import Equations
internal import Kernels

/// Numbers that an instruction touches: `count` of them from where `slot` lies on, `stride` apart.
struct Access: Sendable {
  var slot: Slot
  var count: Int
  var stride = 1
  var isWrite = false

  static func read(_ slot: Slot, _ count: Int, stride: Int = 1) -> Access {
    Access(slot: slot, count: count, stride: stride)
  }

  static func write(_ slot: Slot, _ count: Int, stride: Int = 1) -> Access {
    Access(slot: slot, count: count, stride: stride, isWrite: true)
  }

  /// How far it reaches from the slot.
  var extent: Int { count > 0 ? (count - 1) * stride + 1 : 0 }
}

extension Instruction {
  /// In the order in which they happen; those of an elementwise program are gathered from its code.
  func accesses(in scan: ScanPlan) -> [Access] {
    switch self {
    case .packedProduct(_, _, let rows, let columns, let vector, let initial, let result):
      [.read(vector, columns)] + (initial.map { [.read($0, rows)] } ?? []) + [.write(result, rows)]
    case .column(_, let rows, _, _, let result): [.write(result, rows)]
    case .addAtSymbol(let source, let count, _, _, _, _, let symbols, let result):
      [.read(source, count), .write(result, count * symbols)]
    case .oneHotToken(_, _, let count, let result): [.write(result, count)]
    case .product(let product): product.accesses
    case .elementwise(let code, let instructions, let count): Self.accesses(ofCode: code, instructions, count, scan)
    case .spreadColumns(let source, let rows, let columns, let result):
      [.read(source, rows), .write(result, rows * columns)]
    case .spreadRows(let source, let rows, let columns, let result):
      [.read(source, columns), .write(result, rows * columns)]
    case .reduce(_, let source, let count, let result): [.read(source, count), .write(result, 1)]
    case .softmax(let source, let mask, let rows, let columns, let result):
      [.read(source, rows * columns)] + (mask.map { [.read($0, rows * columns)] } ?? [])
        + [.write(result, rows * columns)]
    case .layerNorm(let source, let gamma, let beta, _, let rows, let columns, let result):
      [.read(source, rows * columns), .read(gamma, rows), .read(beta, rows), .write(result, rows * columns)]
    case .sortDescending(let source, let rows, let columns, let result):
      [.read(source, rows * columns), .write(result, rows * columns)]
    case .topK(let source, let k, let rows, let columns, let result):
      [.read(source, rows * columns), .read(k, 1), .write(result, rows * columns)]
    case .sortBy(let source, let key, let rows, let columns, _, let result):
      [.read(source, rows * columns), .read(key, rows * columns), .write(result, rows * columns)]
    case .rowSums(let source, let rows, let columns, let result): [.read(source, rows * columns), .write(result, rows)]
    case .transpose(let source, let rows, let columns, let result):
      [.read(source, rows * columns), .write(result, rows * columns)]
    case .copy(let source, let stride, let result, let resultStride, let count):
      [.read(source, count, stride: stride), .write(result, count, stride: resultStride)]
    case .fill(let result, let count): [.write(result, count)]
    case .element(let source, let rows, let columns, let row, let column, let result):
      [.read(source, rows * columns), .read(row, 1)] + (column.map { [.read($0, 1)] } ?? []) + [.write(result, 1)]
    case .growColumn(let source, let rows, let columns, _, let result):
      (source.map { [.read($0, rows)] } ?? []) + [.write(result, rows * columns)]
    case .pickColumn(let source, let rows, let stride, let columns, let columnStride, let column, let result):
      [
        .read(source, rows * columns > 0 ? (rows - 1) * stride + (columns - 1) * columnStride + 1 : 0),
        .read(column, 1),
        .write(result, rows),
      ]
    case .oneHot(let source, let count, let result), .leading(let source, let count, let result):
      [.read(source, 1), .write(result, count)]
    case .shiftProducts(let source, let other, let count, let shiftCount, let result):
      [.read(source, count), .read(other, count), .write(result, shiftCount)]
    case .circularConvolution(let source, let count, let shifts, let shiftCount, let result),
      .circularCorrelation(let source, let count, let shifts, let shiftCount, let result):
      [.read(source, count), .read(shifts, shiftCount), .write(result, count)]
    case .cosine(let matrix, let rows, let columns, let key, let result):
      [.read(matrix, rows * columns), .read(key, columns), .write(result, rows)]
    case .eigen(let source, let size, let isVectors, let result):
      [.read(source, size * size), .write(result, isVectors ? size * size : size)]
    case .stepNumber(let result): [.write(result, 1)]
    }
  }

  private static func accesses(ofCode code: Int, _ instructions: Int, _ count: Int, _ scan: ScanPlan) -> [Access] {
    (0..<instructions).compactMap { index in
      let word = code + index * Opcode.wordsPerInstruction
      guard word >= 0, word + Opcode.wordsPerInstruction <= scan.code.count else { return nil }
      let slot = Slot(number: Int(scan.code[word + 2]))
      return switch Opcode(rawValue: scan.code[word]) {
      case .loadVector: .read(slot, count)
      case .loadScalar: .read(slot, 1)
      case .store: .write(slot, count)
      default: nil
      }
    }
  }
}

extension GeneralProduct {
  fileprivate var accesses: [Access] {
    // A factor may be a transposed view: what it spans is found from its last entry.
    let aCount = m * k > 0 ? (m - 1) * aRow + (k - 1) * aColumn + 1 : 0
    let bCount = k * n > 0 ? (k - 1) * bRow + (n - 1) * bColumn + 1 : 0
    let begun: [Access] =
      switch start {
      case .zero: []
      case .vector(let vector): [.read(vector, m)]
      case .result: [.read(result, m * n)]
      }
    return [.read(a, aCount), .read(b, bCount)] + begun + [.write(result, m * n)]
  }
}
