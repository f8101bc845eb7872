// Inputs where a view wants a quantity: as if each were defined by an equation of its own.

package import Equations
internal import Evaluation

extension Session {
  /// Numbers of such quantities lie beyond those of any equation.
  private static let firstInput = 1 << 40

  /// An input as a quantity; nil for another name, and where nothing is fed to it.
  package func inputQuantity(named name: String) -> Quantity? {
    model.input(named: name).flatMap { inputQuantity(Self.firstInput + $0.id) }
  }

  /// The same by the number of the quantity.
  package func inputQuantity(_ id: Int) -> Quantity? {
    fedInput(id).map { model.quantity(of: $0, id: id) }
  }

  /// The input that the quantity of a number is; nil for those of equations, and where nothing is fed.
  package func fedInput(_ id: Int) -> Input? {
    let place = id - Self.firstInput
    guard model.inputs.indices.contains(place), values.inputs.indices.contains(place) else { return nil }
    if case .missing = values.inputs[place] { return nil }
    return model.inputs[place]
  }

  /// What is fed to an input at a step, from 0, row by row; of a symbol its one-hot vector, of what is shorter nothing.
  package func fed(_ input: Input, at step: Int) -> [Float] { trace.values.fed(input, at: step) }

  /// One of its numbers, from 0, without those beside it; nil where there is none.
  package func fed(_ input: Input, _ entry: Int, at step: Int) -> Float? { trace.values.fed(input, entry, at: step) }

  /// What is fed at a step in the untouched run; nothing where it has no such input.
  package func fedBefore(_ input: Input, at step: Int) -> [Float] {
    guard let ghost, let old = counterpart(of: input) else { return [] }
    return ghost.trace.values.fed(old, at: step)
  }

  /// One of its numbers in the untouched run.
  package func fedBefore(_ input: Input, _ entry: Int, at step: Int) -> Float? {
    guard let ghost, let old = counterpart(of: input) else { return nil }
    return ghost.trace.values.fed(old, entry, at: step)
  }

  private func counterpart(of input: Input) -> Input? {
    ghost?.trace.model.input(named: input.name).flatMap { $0.shape == input.shape ? $0 : nil }
  }
}

extension RunValues<Float> {
  fileprivate func fed(_ input: Input, at step: Int) -> [Float] {
    switch inputs[input.id] {
    case .missing: return []
    case .given(let numbers): return numbers
    case .stream(let numbers, let steps):
      let width = input.shape.count
      return (0..<steps).contains(step) ? Array(numbers[step * width..<(step + 1) * width]) : []
    case .tokens(let tokens):
      guard tokens.indices.contains(step) else { return [] }
      var numbers = [Float](repeating: 0, count: input.shape.count)
      if numbers.indices.contains(Int(tokens[step])) { numbers[Int(tokens[step])] = 1 }
      return numbers
    }
  }

  fileprivate func fed(_ input: Input, _ entry: Int, at step: Int) -> Float? {
    guard (0..<input.shape.count).contains(entry) else { return nil }
    switch inputs[input.id] {
    case .missing: return nil
    case .given(let numbers): return numbers[entry]
    case .stream(let numbers, let steps):
      return (0..<steps).contains(step) ? numbers[step * input.shape.count + entry] : nil
    case .tokens(let tokens): return tokens.indices.contains(step) ? (Int(tokens[step]) == entry ? 1 : 0) : nil
    }
  }
}
