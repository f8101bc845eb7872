// What each instruction does. Adding one breaks the build here.

internal import Equations

extension ScanMachine {
  @inline(__always)
  private func at(_ slot: Slot) -> Pointer { pointers[slot.number] }

  func run(_ instruction: Instruction, _ step: Int) {
    switch instruction {
    case .packedProduct(let weights, let isSeries, let rows, let columns, let vector, let initial, let result):
      arithmetic.multiplyPacked(
        packed + packedOffsets[isSeries ? weights + step : weights], rows, columns, at(vector),
        initial.map { UnsafePointer(at($0)) },
        at(result))
    case .elementwise(let start, let count, let length):
      if let code { arithmetic.elementwise(code + start, count, pointers, length) }
    case .column(let weights, let rows, let input, let shift, let result):
      column(weights, rows, token(input, step + shift) ?? inputs[input].width, at(result))
    case .addAtSymbol(let source, let count, let input, let shift, let stride, let symbolStride, _, let result):
      guard let token = token(input, step + shift) else { return }
      let target = at(result) + token * symbolStride
      for index in 0..<count { target[index * stride] += at(source)[index] }
    case .oneHotToken(let input, let shift, let count, let result):
      let target = at(result)
      arithmetic.fill(target, count, 0)
      if let token = token(input, step + shift) { target[token] = 1 }
    case .product(let product): general(product)
    case .stepNumber(let result): at(result)[0] = Number(step + 1)
    case .fill(let result, let count): arithmetic.fill(at(result), count, 0)
    case .copy(let source, let stride, let result, let resultStride, let count):
      arithmetic.copy(at(source), stride, at(result), resultStride, count)
    case .transpose(let source, let rows, let columns, let result):
      arithmetic.transpose(at(source), rows, columns, at(result))
    case .spreadColumns(let source, let rows, let columns, let result):
      for row in 0..<rows { arithmetic.fill(at(result) + row * columns, columns, at(source)[row]) }
    case .spreadRows(let source, let rows, let columns, let result):
      for row in 0..<rows { arithmetic.copy(at(source), 1, at(result) + row * columns, 1, columns) }
    case .reduce(let primitive, let source, let count, let result):
      at(result)[0] = reduce(primitive, at(source), count)
    case .softmax(let source, let mask, let rows, let columns, let result):
      guard let mask else { return arithmetic.softmax(at(source), rows, columns, at(result)) }
      for column in 0..<columns {
        arithmetic.maskedSoftmax(at(source) + column, rows, columns, at(mask) + column, at(result) + column)
      }
    case .layerNorm(let source, let gamma, let beta, let epsilon, let rows, let columns, let result):
      for column in 0..<columns {
        arithmetic.layerNorm(
          at(source) + column, rows, columns, at(gamma), at(beta), Number(epsilon), at(result) + column
        )
      }
    case .sortDescending(let source, let rows, let columns, let result):
      sort(at(source), rows, columns, keep: rows, at(result), intoOrder: true)
    case .topK(let source, let k, let rows, let columns, let result):
      let wanted = at(k)[0]
      let keep = wanted > 0 ? (wanted < Number(rows) ? Int(wanted) : rows) : 0
      sort(at(source), rows, columns, keep: keep, at(result), intoOrder: false)
    case .sortBy(let source, let key, let rows, let columns, let isInverse, let result):
      sort(at(source), by: at(key), rows, columns, isInverse: isInverse, at(result))
    case .rowSums(let source, let rows, let columns, let result):
      for row in 0..<rows { at(result)[row] = arithmetic.sum(at(source) + row * columns, columns) }
    case .element(let source, let rows, let columns, let row, let column, let result):
      at(result)[0] = element(
        at(source), rows, columns, at(row)[0], column.map { at($0)[0] })
    case .growColumn(let source, let rows, let columns, let shift, let result):
      let column = step + shift
      guard column >= 0, column < columns else { return }
      if let source {
        arithmetic.copy(at(source), 1, at(result) + column, columns, rows)
      } else {
        for row in 0..<rows { at(result)[row * columns + column] = 0 }
      }
    case .leading(let source, let count, let result):
      let filled = at(source)[0]
      let ones = filled >= 1 ? (filled < Number(count) ? Int(filled) : count) : 0
      arithmetic.fill(at(result), ones, 1)
      arithmetic.fill(at(result) + ones, count - ones, 0)
    case .pickColumn(let source, let rows, let stride, let columns, let columnStride, let column, let result):
      let place = at(column)[0]
      if place >= 1 && place <= Number(columns) {
        arithmetic.copy(at(source) + (Int(place) - 1) * columnStride, stride, at(result), 1, rows)
      } else {
        arithmetic.fill(at(result), rows, 0)
      }
    case .oneHot(let source, let count, let result):
      let place = at(source)[0]
      arithmetic.fill(at(result), count, 0)
      if place >= 1 && place <= Number(count) { at(result)[Int(place) - 1] = 1 }
    case .circularConvolution(let source, let count, let shifts, let shiftCount, let result):
      arithmetic.circularConvolution(at(source), count, at(shifts), shiftCount, at(result))
    case .circularCorrelation(let source, let count, let shifts, let shiftCount, let result):
      for place in 0..<count {
        at(result)[place] = (0..<shiftCount).reduce(0) { sum, index in
          sum + at(shifts)[index] * at(source)[ring(place + index - (shiftCount - 1) / 2, count)]
        }
      }
    case .shiftProducts(let source, let other, let count, let shiftCount, let result):
      for index in 0..<shiftCount {
        at(result)[index] = (0..<count).reduce(0) { sum, place in
          sum + at(source)[place] * at(other)[ring(place - index + (shiftCount - 1) / 2, count)]
        }
      }
    case .eigen(let source, let size, let isVectors, let result):
      let eigen = SymmetricEigen(
        UnsafeBufferPointer(start: at(source), count: size * size), size: size, arithmetic, needsVectors: isVectors,
        isInterrupted: isInterrupted)
      eigen.write(isVectors: isVectors, to: at(result))
    case .cosine(let matrix, let rows, let columns, let key, let result):
      arithmetic.cosineSimilarity(at(matrix), rows, columns, at(key), 1e-8, at(result))
    }
  }

  /// The symbol at a step, or nil outside the sequence, where its one-hot vector is zero.
  private func token(_ input: Int, _ step: Int) -> Int? {
    let source = inputs[input]
    guard let tokens = source.tokens, step >= 0, step < source.steps else { return nil }
    return Int(tokens[step])
  }

  private func column(_ weights: Int, _ rows: Int, _ column: Int, _ result: Pointer) {
    arithmetic.copy(packed + (packedOffsets[weights] + column * rows), 1, result, 1, rows)
  }

  private func general(_ product: GeneralProduct) {
    var call = ProductCall(
      m: product.m, n: product.n, k: product.k,
      a: .init(start: at(product.a), row: product.aRow, column: product.aColumn),
      b: .init(start: at(product.b), row: product.bRow, column: product.bColumn), result: at(product.result),
      scratch: productScratch)
    switch product.start {
    case .zero: break
    case .vector(let vector): call.initial = UnsafePointer(at(vector))
    case .result: call.accumulates = true
    }
    arithmetic.multiply(call)
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

  /// Column by column, in the order in which the keys fall, or from that order back.
  private func sort(
    _ source: Pointer, by key: Pointer, _ rows: Int, _ columns: Int, isInverse: Bool, _ result: Pointer
  ) {
    for column in 0..<columns {
      arithmetic.sortDescending(key + column, rows, columns, productScratch, integers, integers + rows)
      for place in 0..<rows {
        let (ordered, other) = (place * columns + column, integers[place] * columns + column)
        result[isInverse ? other : ordered] = source[isInverse ? ordered : other]
      }
    }
  }

  private func ring(_ place: Int, _ count: Int) -> Int { (place % count + count) % count }

  /// An entry of a vector, or of a matrix; NaN where there is none.
  private func element(_ source: Pointer, _ rows: Int, _ columns: Int, _ row: Number, _ column: Number?) -> Number {
    guard row >= 1, row <= Number(rows) else { return .nan }
    guard let column else { return source[Int(row) - 1] }
    guard column >= 1, column <= Number(columns) else { return .nan }
    return source[(Int(row) - 1) * columns + Int(column) - 1]
  }
}
