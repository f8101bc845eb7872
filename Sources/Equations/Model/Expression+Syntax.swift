// A typed expression back to what one would type: for equations that no sheet has a line for.

extension Expression {
  /// As it would be typed, by the names of a model.
  package func spelled(in model: Model) -> String { syntax(in: model).spelled }

  private func syntax(in model: Model) -> Syntax {
    switch kind {
    case .number(let value): Syntax(value)
    case .read(let read): read.syntax(in: model)
    case .apply(let primitive, let operands):
      primitive.syntax(operands.map { $0.syntax(in: model) }, operands, shape)
    }
  }
}

extension Syntax {
  fileprivate init(_ value: Double) {
    let isWhole = value == value.rounded() && abs(value) < 1e15
    let number = Syntax(.number(abs(value), text: isWhole ? String(Int(abs(value))) : String(abs(value))))
    self = value < 0 ? Syntax(.negate(number)) : number
  }
}

extension Read {
  fileprivate func syntax(in model: Model) -> Syntax {
    let name =
      switch source {
      case .quantity(let id): model.quantities[id].name
      case .input(let id): model.inputs[id].name
      case .parameter(let id): model.parameters[id].name
      case .series(let number): model.series[number].name
      case .constant(let id): model.constants[id].name
      case .step: Names.step
      case .length(let walk): model.walks[walk].variable
      }
    let base = Syntax(.name(name))
    if case .length = source { return Syntax(.index(base, [.at(Syntax(.name("end")))])) }
    switch at {
    case .now: return base
    case .fixed(let step): return Syntax(.address(base, step: step))
    case .all: return Syntax(.index(base, [.all]))
    case .last: return Syntax(.index(base, [.at(Syntax(.name("end")))]))
    case .child(let side): return Syntax(.index(base, [.at(Syntax(.name(side.rawValue)))]))
    case .parent: return Syntax(.index(base, [.at(Syntax(.name("parent")))]))
    case .through(let steps): return Syntax(.index(base, [.through(step(steps, in: model))]))
    case .offset(let steps):
      let step = step(steps, in: model)
      return source == .step ? step : Syntax(.index(base, [.at(step)]))
    }
  }

  /// What the sheet calls a step of it.
  private func variable(in model: Model) -> String {
    let stage: Int? =
      switch source {
      case .quantity(let id): model.quantities[id].stage
      case .input(let id): model.inputs[id].stage
      case .parameter, .series, .constant, .step, .length: nil
      }
    guard let stage, !model.stages[stage].variable.isEmpty else { return Names.step }
    return model.stages[stage].variable
  }

  /// `t`, `t-1`, `k+2`.
  private func step(_ shift: Int, in model: Model) -> Syntax {
    let now = Syntax(.name(variable(in: model)))
    return shift == 0 ? now : Syntax(.binary(shift < 0 ? .subtract : .add, now, Syntax(Double(abs(shift)))))
  }
}

extension Primitive {
  fileprivate func syntax(_ parts: [Syntax], _ operands: [Expression], _ shape: Shape) -> Syntax {
    if let sign = BinarySign.allCases.first(where: { $0.primitive == self }) {
      let scales = self == .multiply && operands.contains { $0.shape.isScalar } && !shape.isScalar
      return scales ? Syntax(.product(parts[0], parts[1])) : Syntax(.binary(sign, parts[0], parts[1]))
    }
    switch self {
    case .negate: return Syntax(.negate(parts[0]))
    case .squareRoot: return Syntax(.root(parts[0]))
    case .transpose: return Syntax(.transpose(parts[0]))
    case .stack: return Syntax(.stack(parts))
    case .product: return Syntax(.product(parts[0], parts[1]))
    case .element: return Syntax(.index(parts[0], parts.dropFirst().map { .at($0) }))
    case .not: return Syntax(.call("not", [Argument(parts[0])]))
    case .oneHot, .leading, .fill, .shiftProducts: return call(parts + [Syntax(Double(shape.count))])
    case .rows:
      guard case .number(let first) = operands[1].kind else { return call(parts) }
      return call(parts + [Syntax(first + Double(shape.rows.count - 1))])
    default: return call(parts)
    }
  }

  /// By name, with the label and the semicolon that its notation has.
  private func call(_ parts: [Syntax]) -> Syntax {
    let notation = self.notation.call
    let arguments = parts.enumerated().map { place, part in
      Argument(
        part, label: place == parts.count - 1 ? notation?.label : nil,
        followsSemicolon: place == 1 && notation?.separator == ";")
    }
    return Syntax(.call(notation?.names.first ?? rawValue, arguments))
  }
}
