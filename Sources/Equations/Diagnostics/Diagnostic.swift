// What is wrong with a sheet, as data. How it is said stands in DiagnosticWording.

/// One mistake: what, where, and what else bears on it.
package struct Diagnostic: Error, Sendable, Equatable {
  package enum Severity: Sendable, Equatable { case error, warning }

  package var kind: Kind
  package var range: SourceRange
  package var notes: [Note]

  init(_ kind: Kind, at range: SourceRange, notes: [Note] = []) {
    self.kind = kind
    self.range = range
    self.notes = notes
  }

  package var severity: Severity { kind.isWarning ? .warning : .error }

  package static func == (one: Diagnostic, other: Diagnostic) -> Bool {
    one.kind == other.kind && one.notes == other.notes && one.range.line == other.range.line
      && one.range.column == other.range.column
  }

  package enum Note: Sendable, Equatable {
    /// `x is declared on line 5: input x: 12`
    case declaration(name: String, line: Int, text: String)
    case hint(String)
  }

  /// Everything that can be wrong with a sheet.
  package enum Kind: Sendable, Equatable {
    // words and signs
    case unreadableCharacter(String)
    case unclosedText
    case unknownSymbol(String)
    // grammar
    case expected(String, found: String)
    case unclosedBracket(String)
    case callOfNonFunction(String, isKnown: Bool)
    case indexOfNonName
    case indexLooksLikeFactor(String)
    case emptyBlock(String)
    case unexpectedIndent
    case tooDeep
    case notOfThisLanguage(String, hint: String)
    // names
    case unknownName(String, nearest: String?)
    case unknownFunction(String, nearest: String?)
    case declaredTwice(String, firstLine: Int)
    case definedTwice(String, firstLine: Int)
    case reservedName(String, meaning: String)
    case assignedTo(String, what: String)
    case stateWithoutEquation(String, nearest: String?)
    case stepOfWhatHasNone(String, what: String)
    case missingIndex(String, count: Int)
    case noSuchMember(String, members: [String])
    case functionAsValue(String)
    // numbers that must be known
    case notAWholeNumber(String, value: Double)
    case notConstant(String)
    case dimensionTooSmall(String, value: Int)
    case dimensionTooLarge(String, value: Int)
    case rangeTooLong(String, count: Int)
    case indexOutOfRange(String, index: Int, count: Int, axis: String)
    case unknownSetting(String, nearest: String?)
    case notDivisible(String)
    // shapes
    case shapesDoNotFit(text: String, reason: String)
    case expectedShape(String, text: String, found: String)
    case wrongArgumentCount(String, expected: String, found: Int)
    case unknownLabel(String, function: String, expected: String)
    case stateShape(String, declared: String, found: String)
    case shapeDependsOnItself(String)
    case tooLarge(String, count: String)
    // order
    case cycle([String])
    case bothDirections([String], backward: String, forward: String)
    case readsLaterStep(String)
    // inputs and what belongs to them
    case alphabetSize(String, declared: Int, found: Int, dimension: String)
    case alphabetOfNonToken(String)
    case symbolNotInAlphabet(String, alphabet: String)
    case symbolTwice(String)
    case exampleOfNonInput(String)
    case exampleDoesNotFit(String, String)
    case nothingToCompute
    case lossNotScalar(found: String)
    // warnings
    case unusedDeclaration(String, what: String)
    case dimensionsAgreeByChance(String, String, value: Int)

    var isWarning: Bool {
      switch self {
      case .unusedDeclaration, .dimensionsAgreeByChance: true
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
