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

  /// - Parameter wanted: the parameters that the plan has room for; nil for all.
  @specialized(where Number == Float)
  @specialized(where Number == Double)
  package init(
    _ plan: Plan, _ numbers: RunValues<Number>, _ arithmetic: Arithmetic<Number> = Number.arithmetic,
    parameters wanted: Set<Int>? = nil
  ) {
    self.plan = plan
    self.arithmetic = arithmetic
    values = []
    values.reserveCapacity(plan.values.count)
    for (id, list) in numbers.parameters.enumerated() where wanted?.contains(id) ?? true { values += list }
    for list in numbers.constants { values += list }
    for literal in plan.values.literals { values.append(Number(literal.value)) }
    packedOffsets = []
    var total = 0
    for matrix in plan.packed {
      packedOffsets.append(total)
      let size =
        matrix.form == .columns ? matrix.rows * matrix.columns : arithmetic.packedCount(matrix.rows, matrix.columns)
      total += (size + 15) / 16 * 16
    }
    packed = Array(repeating: 0, count: total)
    for (index, matrix) in plan.packed.enumerated() { pack(matrix, at: packedOffsets[index]) }
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
    let arithmetic = self.arithmetic
    packed.withUnsafeMutableBufferPointer { destination in
      guard let target = destination.baseAddress.map({ $0 + offset }), !rows.isEmpty else { return }
      rows.withUnsafeBufferPointer { source in
        guard let source = source.baseAddress else { return }
        switch matrix.form {
        case .rows: arithmetic.pack(source, matrix.rows, matrix.columns, matrix.columns, 1, target)
        case .columns: arithmetic.transpose(source, matrix.rows, matrix.columns, target)
        }
      }
    }
  }
}
