// What is wrong with a sheet, as data. How it is said stands in Diagnostic+Wording.

/// One mistake: what, where, and what else bears on it.
package struct Diagnostic: Error, Sendable, Equatable {
  package enum Severity: Sendable, Equatable { case error, warning }

  /// Where a name that takes part in a mistake was declared.
  package struct Note: Sendable, Equatable {
    package var name: String
    package var line: Int
    /// The line, without its caption.
    package var text: String
  }

  package var kind: Kind
  package var range: SourceRange
  package var notes: [Note]

  init(_ kind: Kind, at range: SourceRange, notes: [Note] = []) {
    self.kind = kind
    self.range = range
    self.notes = notes
  }

  package static func == (one: Diagnostic, other: Diagnostic) -> Bool {
    one.kind == other.kind && one.notes == other.notes && one.range.line == other.range.line
      && one.range.column == other.range.column
  }

  package var severity: Severity { kind.isWarning ? .warning : .error }

  /// Everything that can be wrong with a sheet.
  ///
  /// A `hint` says what to do, or is empty; `nearest` is what may have been meant.
  package indirect enum Kind: Sendable, Equatable {
    // words and signs
    case unreadable(String, hint: String)
    case unclosedText
    case unknownSymbol(String, nearest: String?)
    case numberTooLarge(String)
    case notANumber(String)
    case sheetTooLong(bytes: Int, limit: Int)
    // grammar
    case expected(String, found: String, hint: String)
    case unclosedBracket(String)
    case unopenedBracket(String)
    case indexLooksLikeFactor(String)
    case emptyBlock(String)
    case unevenIndent
    case tooDeep
    case notOfThisLanguage(String, hint: String)
    // names
    case unknownName(String, nearest: String?, hint: String)
    case callOfNonFunction(String, isDeclared: Bool, nearest: String?)
    case declaredTwice(String, firstLine: Int)
    case definedTwice(String, firstLine: Int)
    case reservedName(String, meaning: String)
    case assignedTo(String, what: String)
    case stateWithoutEquation(String, nearest: String?)
    case stepBehindSpace(String, step: String)
    case stackWithoutSemicolons(String, parts: [String])
    case stepOfWhatHasNone(String, what: String)
    case noStepHere(String)
    case otherSteps(String, variable: String)
    case laterStepOfOpenEnd(String)
    case sequenceOfMatrices(String, shape: String)
    case stepOnTheLeft(String, step: String)
    case missingIndex(String, example: String)
    case sameForEachMember(String, variable: String)
    case otherIndices(String, count: Int, first: Int, firstLine: Int)
    case noSuchMember(String, members: String)
    case functionAsValue(String, usage: String)
    case indexOfNonName(String)
    // numbers that must be known
    case notAWholeNumber(String, value: Double)
    case notConstant(String)
    case dimensionCycle([String])
    case dimensionTooSmall(String, value: Int)
    case dimensionTooLarge(String, value: Double)
    /// Another mistake with a number of the sheet, which is not the sheet's: what set it.
    case set(Kind, by: String)
    case rangeOfSteps(String, lower: Int, upper: Int, limit: Int)
    case rangeBackwards(String)
    case rangeTooLong(String, count: Int, limit: Int)
    case familiesTooLong(String, limit: Int)
    case elementIndices(String, shape: String, needed: Int, found: Int)
    case elementOutOfRange(String, of: String, shape: String)
    case unknownSetting(String, nearest: String?)
    // shapes
    case shapesDoNotFit(text: String, reason: String)
    case wrongArgumentCount(String, usage: String, found: Int)
    case unknownLabel(String, function: String, usage: String)
    case stateShape(String, declared: String, found: String)
    case startShape(String, declared: String, found: String)
    case shapeDependsOnItself(String)
    case seriesShapes(String, first: String, other: String)
    case tooLarge(String, limit: Int)
    case lossNotScalar(found: String)
    // order
    case cycle([String], variable: String?)
    case needsWholeOfItself(String, of: String)
    case bothDirections([String], backward: String, forward: String, variable: String)
    case startsTooLate(String, from: String)
    case noSequence(String)
    case nothingToCompute
    // inputs and what belongs to them
    case alphabetSize(String, declared: String, found: Int)
    case alphabetOfNonToken(String)
    case alphabetOfMany(String, shape: String)
    case alphabetOfDimension(String)
    case notARun(String)
    case symbolNotInAlphabet(String, alphabet: String)
    case symbolTwice(String)
    case notAnInput(String, nearest: String?)
    case walkedTwice(String, firstLine: Int)
    case noWalkOver(String)
    case symmetricNeedsSquare(String, shape: String)
    // trees
    case treeWithoutChildren
    case treeWithoutLeaves
    case leafOfNoNode(String)
    case leafAndStart(String)
    case leafShape(String, nodes: String, found: String)
    case childrenOfNoNode(String)
    case exampleDoesNotFit(String, reason: String)
    // warnings
    case unusedDeclaration(String, what: String)
    case dimensionsAgreeByChance(String, String, text: String, value: Int)
    case dividesByProduct(String, shape: String, quotient: String, rest: String)

    /// Whether what was set is wrong, rather than the sheet.
    var isOfSetting: Bool {
      switch self {
      case .set, .unknownSetting: true
      default: false
      }
    }

    var isWarning: Bool {
      switch self {
      case .unusedDeclaration, .dimensionsAgreeByChance, .dividesByProduct: true
      default: false
      }
    }
  }
}

/// All mistakes of one sheet; it holds at least one error.
package struct SheetErrors: Error, Sendable, Equatable {
  package var diagnostics: [Diagnostic]
  package var name: String
  package var text: String

  package init(_ diagnostics: [Diagnostic], name: String, text: String) {
    self.diagnostics = diagnostics
    self.name = name
    self.text = text
  }
}

extension [Diagnostic] {
  /// In the order of their places, each once.
  var inOrder: [Diagnostic] {
    let sorted = enumerated().sorted { one, other in
      let (a, b) = (one.element.range, other.element.range)
      return (a.line, a.column, one.offset) < (b.line, b.column, other.offset)
    }
    var result: [Diagnostic] = []
    for (_, diagnostic) in sorted {
      let place = diagnostic.range
      let isRepeated = result.reversed().prefix { $0.range.line == place.line && $0.range.column == place.column }
        .contains { $0.kind == diagnostic.kind }
      if !isRepeated { result.append(diagnostic) }
    }
    return result
  }
}
