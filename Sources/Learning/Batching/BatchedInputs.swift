// Sequences side by side, as a batched model is fed them: at each step a matrix with a column for each sequence.

internal import Equations
internal import Evaluation

extension Model {
  /// What several sequences feed to the batched counterpart of this model.
  ///
  /// - Parameters:
  ///   - sequences: the inputs of each, as this model takes them; not more than there are columns.
  ///   - columns: of the batched model; columns without a sequence, and steps behind the end of one, are zeros, or the first symbol.
  /// - Returns: by the number of the input.
  func beside(_ sequences: [[InputValue<Float>]], columns: Int) -> [InputValue<Float>] {
    let steps = sequences.flatMap { $0.compactMap(\.stepCount) }.max() ?? 0
    return inputs.map { input in
      // What is given once is the same for all.
      guard input.stage != nil else { return sequences.first?[input.id] ?? .missing }
      guard sequences.contains(where: { $0[input.id] != .missing }) else { return .missing }
      let width = input.shape.count
      var numbers = [Float](repeating: 0, count: steps * width * columns)
      for (column, sequence) in sequences.enumerated() {
        switch sequence[input.id] {
        case .stream(let values, _):
          for (place, value) in values.enumerated() { numbers[place * columns + column] = value }
        case .tokens(let tokens):
          for (step, token) in tokens.enumerated() { numbers[(step * width + Int(token)) * columns + column] = 1 }
        case .given, .missing: break
        }
      }
      // What stands for nothing is the first symbol: no symbol at all may have no probability, and so no logarithm.
      if case .token = input.kind {
        for column in 0..<columns {
          let end = column < sequences.count ? sequences[column][input.id].stepCount ?? 0 : 0
          for step in end..<steps { numbers[step * width * columns + column] = 1 }
        }
      }
      return .stream(numbers, steps: steps)
    }
  }
}
