// Parameters in the order and form in which the kernels read them.

internal import Equations

/// The parameters of a plan laid out as its kernels want them; any number of runs may share it.
package struct BoundPlan<Number: Scalar>: Sendable {
  package let plan: Plan
  let arithmetic: Arithmetic<Number>
  /// Parameters, constants, literals.
  var values: [Number]
  var packed: [Number]
  var packedOffsets: [Int]

  /// - `wanted`: the parameters that the plan has room for; nil for all.
  @specialized(where Number == Float)
  @specialized(where Number == Double)
  package init(
    _ plan: Plan, _ numbers: RunValues<Number>, _ arithmetic: Arithmetic<Number> = Number.arithmetic,
    parameters wanted: Set<Int>? = nil
  ) {
    self.plan = plan
    self.arithmetic = arithmetic
    values = Array(repeating: 0, count: plan.values.count)
    for (id, list) in numbers.parameters.enumerated() where wanted?.contains(id) ?? true {
      values.replace(from: plan.values.parameters[id], with: list)
    }
    for (id, list) in numbers.constants.enumerated() { values.replace(from: plan.values.constants[id], with: list) }
    for literal in plan.values.literals { values[literal.offset] = Number(literal.value) }
    packedOffsets = []
    packed = []
    for (sum, offset) in plan.values.sums { add(sum, at: offset) }
    var total = 0
    for matrix in plan.packed {
      packedOffsets.append(total)
      let size =
        switch matrix.form {
        case .columns: matrix.rows * (matrix.columns + 1)
        case .rows: arithmetic.packedCount(matrix.rows, matrix.columns)
        }
      total += (size + 15) / 16 * 16
    }
    packed = Array(repeating: 0, count: total)
    for (index, matrix) in plan.packed.enumerated() { pack(matrix, at: packedOffsets[index]) }
  }

  /// What products start from: the parts one below another, each a sum of vectors.
  private mutating func add(_ sum: ValuesLayout.Sum, at offset: Int) {
    var row = offset
    for part in sum.parts {
      for term in part.terms { for index in 0..<part.rows { values[row + index] += values[term + index] } }
      row += part.rows
    }
  }

  /// The rows of all parts, one after another, in the form that products read.
  private mutating func pack(_ matrix: PackedMatrix, at offset: Int) {
    var rows: [Number] = []
    rows.reserveCapacity(matrix.rows * matrix.columns)
    for part in matrix.parts {
      for row in 0..<part.resultRows {
        for column in 0..<part.resultColumns {
          let entry = part.isTransposed ? column * part.columns + row : row * part.columns + column
          rows.append(values[part.offset + entry])
        }
      }
    }
    switch matrix.form {
    case .rows:
      let arithmetic = self.arithmetic
      packed.withUnsafeMutableBufferPointer { destination in
        rows.withUnsafeBufferPointer { source in
          guard let source = source.baseAddress, let target = destination.baseAddress else { return }
          arithmetic.pack(source, matrix.rows, matrix.columns, matrix.columns, 1, target + offset)
        }
      }
    case .columns:
      for row in 0..<matrix.rows {
        let start = matrix.initial.map { values[$0 + row] } ?? 0
        for column in 0..<matrix.columns {
          packed[offset + column * matrix.rows + row] = start + rows[row * matrix.columns + column]
        }
        packed[offset + matrix.columns * matrix.rows + row] = start
      }
    }
  }
}

extension Array {
  fileprivate mutating func replace(from start: Int, with list: [Element]) {
    replaceSubrange(start..<start + list.count, with: list)
  }
}
