// What each instruction does. Adding one breaks the build here.

internal import Equations

extension ScanContext {
  /// Runs instructions for one step.
  func run(_ range: Range<Int>, _ bases: UnsafeMutablePointer<Pointer>, step: Int) {
    scan.instructions.withUnsafeBufferPointer { instructions in
      for index in range { run(instructions[index], bases, step) }
    }
  }

  @inline(always)
  private func at(_ place: Place, _ bases: UnsafeMutablePointer<Pointer>) -> Pointer {
    bases[place.region] + place.offset
  }

  private func run(_ instruction: Instruction, _ bases: UnsafeMutablePointer<Pointer>, _ step: Int) {
    switch instruction {
    case .packedProduct(let weights, let rows, let columns, let vector, let initial, let result):
      arithmetic.multiplyPacked(
        packed + packedOffsets[weights], rows, columns, at(vector, bases), initial.map { UnsafePointer(at($0, bases)) },
        at(result, bases))
    case .elementwise(let code, let count, let operands, let length):
      elementwise(code, count, operands, length, bases)
    case .column(let weights, let rows, let input, let shift, let result):
      column(weights, rows, token(input, step + shift), at(result, bases))
    case .oneHotToken(let input, let shift, let count, let result):
      let target = at(result, bases)
      arithmetic.fill(target, count, 0)
      if let token = token(input, step + shift) { target[token] = 1 }
    case .product(let product): general(product, bases)
    case .stepNumber(let result): at(result, bases)[0] = Number(step + 1)
    case .fill(let result, let count): arithmetic.fill(at(result, bases), count, 0)
    case .copy(let source, let stride, let result, let resultStride, let count):
      arithmetic.copy(at(source, bases), stride, at(result, bases), resultStride, count)
    case .transpose(let source, let rows, let columns, let result):
      arithmetic.transpose(at(source, bases), rows, columns, at(result, bases))
    case .spreadColumns(let source, let rows, let columns, let result):
      for row in 0..<rows { arithmetic.fill(at(result, bases) + row * columns, columns, at(source, bases)[row]) }
    case .spreadRows(let source, let rows, let columns, let result):
      for row in 0..<rows { arithmetic.copy(at(source, bases), 1, at(result, bases) + row * columns, 1, columns) }
    case .reduce(let primitive, let source, let count, let result):
      at(result, bases)[0] = reduce(primitive, at(source, bases), count)
    case .softmax(let source, let mask, let rows, let columns, let result):
      for column in 0..<columns {
        let (from, to) = (at(source, bases) + column, at(result, bases) + column)
        if let mask {
          arithmetic.maskedSoftmax(from, rows, columns, at(mask, bases) + column, to)
        } else {
          arithmetic.softmax(from, rows, columns, to)
        }
      }
    case .layerNorm(let source, let gamma, let beta, let rows, let columns, let result):
      for column in 0..<columns {
        arithmetic.layerNorm(
          at(source, bases) + column, rows, columns, at(gamma, bases), at(beta, bases), 1e-5, at(result, bases) + column
        )
      }
    case .sortDescending(let source, let rows, let columns, let result):
      sort(at(source, bases), rows, columns, keep: rows, at(result, bases), intoOrder: true)
    case .topK(let source, let k, let rows, let columns, let result):
      let wanted = at(k, bases)[0]
      let keep = wanted > 0 ? (wanted < Number(rows) ? Int(wanted) : rows) : 0
      sort(at(source, bases), rows, columns, keep: keep, at(result, bases), intoOrder: false)
    case .element(let source, let rows, let columns, let row, let column, let result):
      at(result, bases)[0] = element(
        at(source, bases), rows, columns, at(row, bases)[0], column.map { at($0, bases)[0] })
    case .oneHot(let source, let count, let result):
      let place = at(source, bases)[0]
      arithmetic.fill(at(result, bases), count, 0)
      if place >= 1 && place <= Number(count) { at(result, bases)[Int(place) - 1] = 1 }
    case .circularConvolution(let source, let count, let shifts, let shiftCount, let result):
      arithmetic.circularConvolution(at(source, bases), count, at(shifts, bases), shiftCount, at(result, bases))
    case .cosine(let matrix, let rows, let columns, let key, let result):
      arithmetic.cosineSimilarity(at(matrix, bases), rows, columns, at(key, bases), 1e-8, at(result, bases))
    }
  }

  private func elementwise(
    _ code: Int, _ count: Int, _ operands: Int, _ length: Int, _ bases: UnsafeMutablePointer<Pointer>
  ) {
    scan.operands.withUnsafeBufferPointer { places in
      // An instruction has at most one operand, so there are no more operands than instructions.
      for index in 0..<min(count, places.count - operands) {
        let place = places[operands + index]
        operandPointers[index] = bases[place.region] + place.offset
      }
    }
    scan.code.withUnsafeBufferPointer { words in
      guard let start = words.baseAddress else { return }
      arithmetic.elementwise(start + code, count, operandPointers, length)
    }
  }

  /// The symbol at a step, or nil outside the sequence, where its one-hot vector is zero.
  private func token(_ input: Int, _ step: Int) -> Int? {
    let source = inputs[input]
    guard let tokens = source.tokens, step >= 0, step < source.steps else { return nil }
    return Int(tokens[step])
  }

  private func column(_ weights: Int, _ rows: Int, _ token: Int?, _ result: Pointer) {
    guard let token else { return arithmetic.fill(result, rows, 0) }
    arithmetic.copy(packed + packedOffsets[weights] + token * rows, 1, result, 1, rows)
  }

  private func general(_ product: GeneralProduct, _ bases: UnsafeMutablePointer<Pointer>) {
    arithmetic.multiply(
      product.m, product.n, product.k, at(product.a, bases), product.aRow, product.aColumn, at(product.b, bases),
      product.bRow, product.bColumn, at(product.result, bases), productScratch)
  }

  private func reduce(_ primitive: Primitive, _ source: Pointer, _ count: Int) -> Number {
    switch primitive {
    case .sum: arithmetic.sum(source, count)
    case .mean: arithmetic.mean(source, count)
    case .maximum: arithmetic.maximum(source, count)
    case .minimum: arithmetic.minimum(source, count)
    case .norm: arithmetic.norm(source, count)
    case .argmax: Number(arithmetic.argmaximum(source, count) + 1)
    default: .nan
    }
  }

  /// Column by column: the entries in falling order, or those of the `keep` largest in their places and zero elsewhere.
  private func sort(_ source: Pointer, _ rows: Int, _ columns: Int, keep: Int, _ result: Pointer, intoOrder: Bool) {
    for column in 0..<columns {
      arithmetic.sortDescending(
        source + column, rows, columns, productScratch, integers, integers + rows)
      if intoOrder {
        arithmetic.copy(productScratch, 1, result + column, columns, rows)
      } else {
        for row in 0..<rows { result[row * columns + column] = 0 }
        for place in 0..<keep {
          let entry = integers[place] * columns + column
          result[entry] = source[entry]
        }
      }
    }
  }

  /// An entry of a vector, or of a matrix; NaN where there is none.
  private func element(_ source: Pointer, _ rows: Int, _ columns: Int, _ row: Number, _ column: Number?) -> Number {
    guard row >= 1, row <= Number(rows) else { return .nan }
    guard let column else { return source[Int(row) - 1] }
    guard column >= 1, column <= Number(columns) else { return .nan }
    return source[(Int(row) - 1) * columns + Int(column) - 1]
  }
}
