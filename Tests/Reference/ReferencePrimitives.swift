// What each operation of the language means, as the textbook has it: explicit loops in double precision, nothing shared with
// the evaluator that it checks.

import Equations
import Glibc

/// The value of the operation; `shape` is the shape that the checker gave it.
func textbookValue(of primitive: Primitive, _ operands: [ReferenceValue], _ shape: Shape) -> ReferenceValue {
  switch primitive {
  case .negate: elementwise(operands, shape) { -$0[0] }
  case .sigmoid: elementwise(operands, shape) { 1 / (1 + Glibc.exp(-$0[0])) }
  case .tanh: elementwise(operands, shape) { Glibc.tanh($0[0]) }
  case .relu: elementwise(operands, shape) { $0[0] <= 0 ? 0 : $0[0] }
  case .softplus: elementwise(operands, shape) { softplus($0[0]) }
  case .exponential: elementwise(operands, shape) { Glibc.exp($0[0]) }
  case .logarithm: elementwise(operands, shape) { Glibc.log($0[0]) }
  case .squareRoot: elementwise(operands, shape) { $0[0].squareRoot() }
  case .sine: elementwise(operands, shape) { Glibc.sin($0[0]) }
  case .cosineOf: elementwise(operands, shape) { Glibc.cos($0[0]) }
  case .absolute: elementwise(operands, shape) { abs($0[0]) }
  case .sign: elementwise(operands, shape) { sign($0[0]) }
  case .floor: elementwise(operands, shape) { $0[0].rounded(.down) }
  case .not: elementwise(operands, shape) { $0[0] == 0 ? 1 : 0 }
  case .add: elementwise(operands, shape) { $0[0] + $0[1] }
  case .subtract: elementwise(operands, shape) { $0[0] - $0[1] }
  case .multiply: elementwise(operands, shape) { $0[0] * $0[1] }
  case .divide: elementwise(operands, shape) { $0[0] / $0[1] }
  case .power: elementwise(operands, shape) { Glibc.pow($0[0], $0[1]) }
  case .leakyRelu: elementwise(operands, shape) { $0[0] < 0 ? $0[0] * $0[1] : $0[0] }
  case .shrink: elementwise(operands, shape) { sign($0[0]) * (abs($0[0]) <= $0[1] ? 0 : abs($0[0]) - $0[1]) }
  case .larger: elementwise(operands, shape) { maximum($0) }
  case .smaller: elementwise(operands, shape) { -maximum($0.map { -$0 }) }
  case .less: elementwise(operands, shape) { $0[0] < $0[1] ? 1 : 0 }
  case .lessEqual: elementwise(operands, shape) { $0[0] <= $0[1] ? 1 : 0 }
  case .greater: elementwise(operands, shape) { $0[0] > $0[1] ? 1 : 0 }
  case .greaterEqual: elementwise(operands, shape) { $0[0] >= $0[1] ? 1 : 0 }
  case .equal: elementwise(operands, shape) { $0[0] == $0[1] ? 1 : 0 }
  case .notEqual: elementwise(operands, shape) { $0[0] != $0[1] ? 1 : 0 }
  case .and: elementwise(operands, shape) { $0[0] != 0 && $0[1] != 0 ? 1 : 0 }
  case .or: elementwise(operands, shape) { $0[0] != 0 || $0[1] != 0 ? 1 : 0 }
  case .clip: elementwise(operands, shape) { clip($0[0], $0[1], $0[2]) }
  case .choose: elementwise(operands, shape) { $0[0] != 0 ? $0[1] : $0[2] }

  case .product: product(operands[0], operands[1])
  case .transpose: ReferenceValue(rows: operands[0].columns, columns: operands[0].rows) { operands[0][$1, $0] }
  case .stack: ReferenceValue(shape, operands.flatMap(\.numbers))
  case .element: ReferenceValue(element(operands))
  case .diagonal: diagonal(operands[0], shape)
  case .fill: ReferenceValue(shape, Array(repeating: operands[0].numbers[0], count: shape.count))
  case .rows:
    ReferenceValue(rows: shape.rows.count, columns: shape.columns.count) { row, column in
      operands[0][row + Int(operands[1].numbers[0]) - 1, column]
    }
  case .rowSums:
    ReferenceValue(rows: operands[0].rows, columns: 1) { row, _ in
      (0..<operands[0].columns).reduce(0) { $0 + operands[0][row, $1] }
    }
  case .whole: whole(operands[0], shape)
  case .leading:
    ReferenceValue(shape, (0..<shape.count).map { Double($0) < operands[0].numbers[0] ? 1 : 0 })
  case .oneHot: oneHot(operands[0].numbers[0], shape)
  case .cosineSimilarity: cosine(operands[0], operands[1])
  case .circularConvolution: ReferenceValue(shape, rotated(operands[0].numbers, by: operands[1].numbers))
  case .circularCorrelation: ReferenceValue(shape, rotatedBack(operands[0].numbers, by: operands[1].numbers))
  case .shiftProducts:
    ReferenceValue(
      shape,
      (0..<shape.count).map { shift in
        let unit = (0..<shape.count).map { $0 == shift ? 1.0 : 0 }
        return zip(operands[0].numbers, rotated(operands[1].numbers, by: unit)).reduce(0) { $0 + $1.0 * $1.1 }
      })

  case .softmax: operands[0].mapColumns { softmax($0, where: Array(repeating: 1, count: $0.count)) }
  case .maskedSoftmax: maskedSoftmax(operands[0], where: operands[1])
  case .layerNorm:
    layerNorm(operands[0], operands[1], operands[2], ε: operands.count > 3 ? operands[3].numbers[0] : 1e-5)
  case .sortDescending: operands[0].mapColumns { column in falling(column).map { column[$0] } }
  case .sortBy: mapColumns(operands) { values, keys in falling(keys).map { values[$0] } }
  case .unsort:
    mapColumns(operands) { values, keys in
      var result = values
      for (place, source) in falling(keys).enumerated() { result[source] = values[place] }
      return result
    }
  case .topK: operands[0].mapColumns { largest($0, operands[1].numbers[0]) }

  case .sum: ReferenceValue(operands[0].numbers.reduce(0, +))
  // Of nothing these are 0.
  case .mean: ReferenceValue(operands[0].numbers.reduce(0, +) / Double(max(1, operands[0].numbers.count)))
  case .maximum: ReferenceValue(operands[0].numbers.isEmpty ? 0 : maximum(operands[0].numbers))
  case .minimum: ReferenceValue(operands[0].numbers.isEmpty ? 0 : -maximum(operands[0].numbers.map { -$0 }))
  case .norm: ReferenceValue(norm(operands[0].numbers))
  case .argmax:
    ReferenceValue(operands[0].numbers.isEmpty ? 0 : Double(firstMaximum(operands[0].numbers) + 1))
  case .entropy: ReferenceValue(operands[0].numbers.reduce(0) { $1 == 0 ? $0 : $0 - $1 * Glibc.log($1) })
  case .eigenvalues: ReferenceValue(shape, eigen(operands[0]).map(\.value))
  case .eigenvectors: ReferenceValue(shape, columns(eigen(operands[0]).map(\.vector)))
  }
}

private func elementwise(
  _ operands: [ReferenceValue], _ shape: Shape, _ body: ([Double]) -> Double
) -> ReferenceValue {
  ReferenceValue(rows: shape.rows.count, columns: shape.columns.count) { row, column in
    body(operands.map { $0.spread(row, column) })
  }
}

// MARK: one number

private func softplus(_ x: Double) -> Double { (x > 0 ? x : 0) + log1p(exp(-abs(x))) }

private func sign(_ x: Double) -> Double { x > 0 ? 1 : x < 0 ? -1 : x }

private func clip(_ x: Double, _ low: Double, _ high: Double) -> Double {
  let raised = x < low ? low : x
  return raised > high ? high : raised
}

// MARK: many numbers

/// NaN if one is.
private func maximum(_ x: [Double]) -> Double {
  var result = -Double.infinity
  for value in x {
    if value.isNaN { return value }
    if value > result { result = value }
  }
  return result
}

/// The place, from 0, of the first NaN, else of the first of the largest.
private func firstMaximum(_ x: [Double]) -> Int {
  if let place = x.firstIndex(where: \.isNaN) { return place }
  let largest = maximum(x)
  return x.firstIndex(of: largest) ?? 0
}

private func norm(_ x: [Double]) -> Double { x.reduce(0) { $0 + $1 * $1 }.squareRoot() }

/// Weights over the entries whose mask is not zero; the others are 0, and all are where the mask holds none.
private func softmax(_ x: [Double], where mask: [Double]) -> [Double] {
  let kept = x.indices.filter { mask[$0] != 0 }
  let top = maximum(kept.map { x[$0] })
  var result = Array(repeating: 0.0, count: x.count)
  var total = 0.0
  for index in kept {
    result[index] = exp(x[index] - top)
    total += result[index]
  }
  for index in kept { result[index] /= total }
  return result
}

/// Places from the largest entry to the smallest; equals keep their order, NaN comes first.
private func falling(_ x: [Double]) -> [Int] {
  x.indices.sorted { a, b in
    if x[a].isNaN || x[b].isNaN { return x[a].isNaN && (!x[b].isNaN || a < b) }
    return x[a] > x[b] || (x[a] == x[b] && a < b)
  }
}

private func largest(_ x: [Double], _ k: Double) -> [Double] {
  let count = k > 0 ? Int(min(k, Double(x.count))) : 0
  let kept = Set(falling(x).prefix(count))
  return x.indices.map { kept.contains($0) ? x[$0] : 0 }
}

/// The weights moved round a ring: the middle of `shifts` moves nothing, the entries before it move towards the start.
///
/// Graves et al. 2014, eq. 8, arXiv:1410.5401.
private func rotated(_ weights: [Double], by shifts: [Double]) -> [Double] {
  let n = weights.count
  return (0..<n).map { i in
    var total = 0.0
    for (j, weight) in shifts.enumerated() {
      let shift = j - (shifts.count - 1) / 2
      total += weight * weights[((i - shift) % n + n) % n]
    }
    return total
  }
}

/// The transpose of `rotated`: what stands at a place goes where it would have come from.
private func rotatedBack(_ weights: [Double], by shifts: [Double]) -> [Double] {
  let n = weights.count
  return (0..<n).map { i in
    var total = 0.0
    for (j, weight) in shifts.enumerated() {
      let shift = j - (shifts.count - 1) / 2
      total += weight * weights[((i + shift) % n + n) % n]
    }
    return total
  }
}

/// Columns of two values side by side, or the two rows that they are.
private func mapColumns(_ operands: [ReferenceValue], _ body: ([Double], [Double]) -> [Double]) -> ReferenceValue {
  let (one, other) = (operands[0], operands[1])
  if one.isRow { return ReferenceValue(rows: 1, columns: one.columns, numbers: body(one.numbers, other.numbers)) }
  let mapped = (0..<one.columns).map { column in
    body((0..<one.rows).map { one[$0, column] }, (0..<one.rows).map { other[$0, column] })
  }
  return ReferenceValue(rows: one.rows, columns: one.columns) { mapped[$1][$0] }
}

// MARK: matrices

private func product(_ a: ReferenceValue, _ b: ReferenceValue) -> ReferenceValue {
  ReferenceValue(rows: a.rows, columns: b.columns) { row, column in
    var total = 0.0
    for k in 0..<a.columns { total += a.numbers[row * a.columns + k] * b.numbers[k * b.columns + column] }
    return total
  }
}

/// Indices count from 1; an index outside gives NaN.
private func element(_ operands: [ReferenceValue]) -> Double {
  let value = operands[0]
  var places = operands.dropFirst().map { $0.numbers[0] }
  // A row's single index is its column.
  if places.count == 1 { places = value.isRow ? [1, places[0]] : [places[0], 1] }
  guard places[0] >= 1, places[0] <= Double(value.rows), places[1] >= 1, places[1] <= Double(value.columns) else {
    return .nan
  }
  return value[Int(places[0]) - 1, Int(places[1]) - 1]
}

private func diagonal(_ value: ReferenceValue, _ shape: Shape) -> ReferenceValue {
  guard case .matrix(let n, _) = shape else {
    return ReferenceValue(shape, (0..<value.rows).map { value[$0, $0] })
  }
  return ReferenceValue(rows: n.count, columns: n.count) { $0 == $1 ? value.numbers[$0] : 0 }
}

/// With zeros in the places that are not there.
private func whole(_ value: ReferenceValue, _ shape: Shape) -> ReferenceValue {
  ReferenceValue(rows: shape.rows.count, columns: shape.columns.count) { row, column in
    row < value.rows && column < value.columns ? value[row, column] : 0
  }
}

private func oneHot(_ place: Double, _ shape: Shape) -> ReferenceValue {
  var numbers = Array(repeating: 0.0, count: shape.count)
  if place >= 1, place <= Double(shape.count) { numbers[Int(place) - 1] = 1 }
  return ReferenceValue(shape, numbers)
}

/// The cosine of each row with the key, 1e-8 beside the product of the norms.
///
/// Graves et al. 2014, eq. 6, arXiv:1410.5401.
private func cosine(_ matrix: ReferenceValue, _ key: ReferenceValue) -> ReferenceValue {
  ReferenceValue(rows: matrix.rows, columns: 1) { row, _ in
    let entries = (0..<matrix.columns).map { matrix[row, $0] }
    let dot = zip(entries, key.numbers).reduce(0) { $0 + $1.0 * $1.1 }
    return dot / (norm(entries) * norm(key.numbers) + 1e-8)
  }
}

/// Columns side by side, row by row.
private func columns(_ columns: [[Double]]) -> [Double] {
  (columns.first ?? []).indices.flatMap { row in columns.map { $0[row] } }
}

/// The eigenvalues of the symmetric half, rising, each with its vector, whose largest entry is positive: rotations that
/// bring one entry after the other to zero (Jacobi 1846).
private func eigen(_ matrix: ReferenceValue) -> [(value: Double, vector: [Double])] {
  let n = matrix.rows
  guard matrix.numbers.allSatisfy(\.isFinite) else {
    return Array(repeating: (.nan, Array(repeating: .nan, count: n)), count: n)
  }
  var a = (0..<n).map { row in (0..<n).map { (matrix[row, $0] + matrix[$0, row]) / 2 } }
  var vectors = (0..<n).map { row in (0..<n).map { $0 == row ? 1.0 : 0 } }
  for _ in 0..<60 {
    let rest = (0..<n).reduce(0) { sum, p in (0..<p).reduce(sum) { $0 + a[p][$1] * a[p][$1] } }
    if rest < 1e-34 * a.joined().reduce(0, { $0 + $1 * $1 }) { break }
    for p in 0..<n {
      for q in (p + 1)..<max(n, p + 1) where a[p][q] != 0 {
        let angle = 0.5 * atan2(2 * a[p][q], a[q][q] - a[p][p])
        let (c, s) = (Glibc.cos(angle), Glibc.sin(angle))
        for k in 0..<n { (a[k][p], a[k][q]) = (c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q]) }
        for k in 0..<n { (a[p][k], a[q][k]) = (c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]) }
        for k in 0..<n {
          (vectors[k][p], vectors[k][q]) = (
            c * vectors[k][p] - s * vectors[k][q], s * vectors[k][p] + c * vectors[k][q]
          )
        }
        (a[p][q], a[q][p]) = (0, 0)
      }
    }
  }
  return (0..<n).sorted { a[$0][$0] < a[$1][$1] }.map { place in
    let vector = (0..<n).map { vectors[$0][place] }
    let largest = vector.indices.reduce(0) { abs(vector[$1]) > abs(vector[$0]) ? $1 : $0 }
    return (a[place][place], vector.map { vector[largest] < 0 ? -$0 : $0 })
  }
}

private func maskedSoftmax(_ value: ReferenceValue, where mask: ReferenceValue) -> ReferenceValue {
  if value.isRow {
    return ReferenceValue(rows: 1, columns: value.columns, numbers: softmax(value.numbers, where: mask.numbers))
  }
  let columns = (0..<value.columns).map { column in
    softmax((0..<value.rows).map { value[$0, column] }, where: (0..<value.rows).map { mask[$0, column] })
  }
  return ReferenceValue(rows: value.rows, columns: value.columns) { columns[$1][$0] }
}

/// Each column brought to mean 0 and variance 1, then scaled and shifted; the variance divides by the count.
///
/// Ba et al. 2016, arXiv:1607.06450.
private func layerNorm(
  _ value: ReferenceValue, _ γ: ReferenceValue, _ β: ReferenceValue, ε: Double
) -> ReferenceValue {
  value.mapColumns { column in
    let mean = column.reduce(0, +) / Double(column.count)
    let variance = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(column.count)
    return column.indices.map {
      (column[$0] - mean) / (variance + ε).squareRoot() * γ.spread($0, 0) + β.spread($0, 0)
    }
  }
}
