// set: other sizes, constants and parameters, and other ties of a graph.

internal import Catalogue
internal import Equations
internal import Evaluation

extension Command {
  static let set: Command = Command(
    "set", operands: "NAME = VALUE", completes: .expression,
    summary: "set a dimension, a constant, a parameter, an input that is given once or a part of it, and run again",
    details: """
      set H = 32            a dimension: the model is made anew, at random where its own weights are for another
      set μ = 0.5           a constant
      set b_z = 1           every entry of a parameter
      set W_z[3,2] = -0.5   one entry; set W_z[3,:] = 0 a row; any expression of the sheet may stand on the right
      set A[3,4] = 0        a tie of a graph, or any entry of what is given once; where it is symmetric, the one across too
      set radius U = 0.9    a square parameter, scaled to that spectral radius
      set seed = 2          where random starts begin
      """,
    example: "set b_z = 1", changes: true
  ) { session, text throws(CommandError) in
    guard let equals = text.firstIndex(of: "=") else { throw Command.set.usage(text) }
    let value = String(text[text.index(after: equals)...]).trimmed
    guard !value.isEmpty else { throw Command.set.usage(text) }
    let known = session.notes
    let told = try session.set(String(text[..<equals]).trimmed, to: value)
    return Reply([.text("\(told) = \(value)")] + session.news(since: known) + session.arrived)
  }
}

extension Session {
  /// Sets something by its name.
  ///
  /// - Returns: the name with its entries, in canonical form.
  fileprivate mutating func set(_ target: String, to text: String) throws(CommandError) -> String {
    let model = model
    let name = Symbols.typedName(target)
    if model.dims.contains(where: { $0.name == name }) || model.constant(named: name)?.shape.isScalar == true {
      let number = try number(text)
      guard number.isFinite else { throw .message("\(name) is to be a finite number, not \(text)") }
      try change { $0.settings[name] = number }
      return name
    }
    if name == "seed" {
      guard let seed = UInt64(exactly: try number(text)) else {
        throw .message("a seed is a whole number from 0, not \(text)")
      }
      try change { $0.seed = seed }
      return name
    }
    if name.hasPrefix("radius ") { return try setRadius(of: String(name.dropFirst(7)).trimmed, to: text) }
    let part = try PlaceReader.read(
      target, shape: { model.tensor(named: $0)?.shape }, unknown: { model.whyNotSet($0) })
    guard let tensor = model.tensor(named: part.name) else { throw model.whyNotSet(part.name) }
    try edit(part.name, try numbers(of: tensor, setting: part, to: try value(of: text)))
    let place = part.name + part.suffix(of: tensor.shape)
    return tensor.terms.contains(.symmetric) && !part.place.isEmpty ? "\(place) and the entries across" : place
  }

  /// Scales a square parameter, so that it has another spectral radius.
  private mutating func setRadius(of name: String, to text: String) throws(CommandError) -> String {
    guard let parameter = model.parameter(named: name) else { throw model.whyNotSet(name) }
    guard let matrix = square(parameter) else {
      throw .message("\(name) is \(parameter.shape.described): a radius is that of a square matrix of up to 512 rows")
    }
    let wanted = try number(text)
    let radius = matrix.radius
    guard wanted >= 0, wanted.isFinite else { throw .message("a radius is a number from 0, not \(text)") }
    guard radius > 0, radius.isFinite else { throw .message("the radius of \(name) is \(radius): it cannot be scaled") }
    try edit(name, values.parameters[parameter.id].map { $0 * Float(wanted / radius) })
    return "radius \(name)"
  }

  /// One number, from an expression.
  private func number(_ text: String) throws(CommandError) -> Double {
    if let plain = Double(text) { return plain }
    let value = try self.value(of: text)
    guard value.numbers.count == 1, let number = value.numbers.first else {
      throw .message("\(text) is \(value.shape.described), not one number")
    }
    return Double(number)
  }

  /// The numbers of a tensor with others in a part of it.
  private func numbers(
    of tensor: SettableTensor, setting part: NamedPart, to value: ShownValue
  ) throws(CommandError) -> [Float] {
    let wanted = part.shape(in: tensor.shape)
    guard value.numbers.count == 1 || value.shape.stored == wanted, let first = value.numbers.first else {
      throw .message(
        "\(part.name)\(part.suffix(of: tensor.shape)) is \(wanted.described), the value is \(value.shape.described): "
          + "set it to a number or to its own shape")
    }
    if tensor.terms.contains(.nonnegative), let negative = value.numbers.first(where: { $0 < 0 }) {
      throw .message("\(part.name) takes no negative entries, and \(ValueText.short(negative)) is one")
    }
    var numbers = try numbers(of: tensor, called: part.name)
    let rows = part.place.first ?? 1...max(1, tensor.shape.rows.count)
    let isVector = tensor.shape.axes.count < 2
    let columns = isVector ? 1...1 : part.place.last ?? 1...max(1, tensor.shape.columns.count)
    var next = 0
    for row in rows {
      for column in columns {
        let place = isVector ? row - 1 : (row - 1) * tensor.shape.columns.count + column - 1
        numbers[place] = value.numbers.count == 1 ? first : value.numbers[next]
        if tensor.terms.contains(.symmetric) {
          numbers[(column - 1) * tensor.shape.columns.count + row - 1] = numbers[place]
        }
        next += 1
      }
    }
    return numbers
  }

  /// The numbers of a tensor as they are.
  private func numbers(of tensor: SettableTensor, called name: String) throws(CommandError) -> [Float] {
    switch tensor.source {
    case .parameter: return values.parameters[tensor.id]
    case .constant: return values.constants[tensor.id]
    case .input:
      guard case .given(let numbers) = values.inputs[tensor.id] else {
        throw .message("\(name) is not given: a file that holds it can be loaded, load input FILE")
      }
      return numbers
    }
  }
}

/// A parameter, a constant tensor, or an input that is given once.
private struct SettableTensor {
  enum Source { case parameter, constant, input }

  var id: Int
  var shape: Shape
  var source: Source
  /// What must hold of its entries.
  var terms: [InputTerm] = []
}

extension Model {
  fileprivate func tensor(named name: String) -> SettableTensor? {
    if let parameter = parameter(named: name) {
      return SettableTensor(id: parameter.id, shape: parameter.shape, source: .parameter)
    }
    if let input = input(named: name), !input.isStream, case .tensor = input.kind {
      return SettableTensor(id: input.id, shape: input.shape, source: .input, terms: input.terms)
    }
    return constant(named: name).map { SettableTensor(id: $0.id, shape: $0.shape, source: .constant) }
  }

  fileprivate func whyNotSet(_ name: String) -> CommandError {
    if quantity(named: name) != nil {
      return .message("\(name) is worked out by an equation: pin \(name) = VALUE holds it, or type another equation")
    }
    if let input = input(named: String(name.prefix { $0 != "[" })) {
      return .message("\(input.name) is an input: feed gives it other values")
    }
    let names = parameters.map(\.name) + constants.map(\.name) + dims.map(\.name)
    return .message(
      "nothing that can be set is called \(name)"
        + (nearestName(to: name, among: names).map { ": did you mean \($0)?" } ?? "; info lists the model's names"))
  }
}
