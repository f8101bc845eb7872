// Recurrences that no line declares: equations that take their shapes from one another, through other steps. What else
// stands in them may tell the shapes all the same: in `c = f ⊙ c[t-1] + i ⊙ g` it is that of `i ⊙ g`.

extension ModelBuilder {
  /// Finds the shapes of such equations.
  ///
  /// - Parameters:
  ///   - group: the equations, each of which needs the shapes of others of them, or its own.
  ///   - equations: what each draft of the sheet reads.
  /// - Returns: whether all have one with which each equation comes to the shape that it is read with.
  func foundShapes(of group: [Int], _ equations: [Schedule.Equation]) -> Bool {
    // What is wrong is told when they are checked.
    let (told, places) = (diagnostics, toldPlaces)
    defer { (diagnostics, toldPlaces) = (told, places) }
    var open = group
    while !open.isEmpty {
      // A number beside what is not known may be spread over it: tensors come first.
      let guesses = open.map { shape(of: $0, isGuess: true) }
      let areTensors = guesses.contains { $0.map { !$0.isScalar } ?? false }
      for (id, guess) in zip(open, guesses) where guess.map({ $0.isScalar != areTensors }) ?? false {
        drafts[id].foundShape = guess
      }
      let rest = open.filter { drafts[$0].foundShape == nil }
      guard rest.count < open.count else { break }
      open = rest
    }
    guard open.isEmpty, group.allSatisfy({ shape(of: $0, isGuess: false) == drafts[$0].foundShape }) else {
      for id in group { drafts[id].foundShape = nil }
      return false
    }
    let members = Set(group)
    for placed in group.flatMap({ equations[$0].reads }) where placed.read.at != .now {
      if case .quantity(let id) = placed.read.source, members.contains(id) { drafts[id].isRecurrent = true }
    }
    return true
  }

  private func shape(of id: Int, isGuess: Bool) -> Shape? {
    let draft = drafts[id]
    let context = context(draft.line.scope) { self.shape(of: $0, at: $1, in: draft.line) }
    var checker = ExpressionChecker(context, isGuess: isGuess)
    let expression = checker.check(draft.syntax)
    guard isGuess || checker.diagnostics.allSatisfy({ $0.severity == .warning }) else { return nil }
    return expression?.shape.stored
  }
}
