// How mistakes are said: what was found, what was expected, what to do.

extension Diagnostic {
  /// The line beside the place: `shapes do not fit in W_z x`.
  package var message: String { kind.wording.message }

  /// What stands beside the caret; empty if the message says it all.
  package var label: String { kind.wording.label }
}

extension SheetErrors {
  /// All mistakes, each with its line and a caret, for a person to read.
  package var description: String { diagnostics.map { $0.rendered(name: name, text: text) }.joined(separator: "\n") }
}

extension Diagnostic {
  /// The mistake as a compiler shows it: file, line and column, the line, a caret, notes.
  package func rendered(name: String, text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let kindWord = severity == .warning ? "warning: " : ""
    var result = "\(name):\(range.line):\(range.column): \(kindWord)\(message)"
    if range.line <= lines.count, !lines[range.line - 1].trimmedIsEmpty {
      let number = String(range.line)
      let margin = String(repeating: " ", count: max(0, 4 - number.count))
      let line = String(lines[range.line - 1])
      let length = max(1, min(range.length, line.count - range.column + 1))
      let pad = String(line.prefix(range.column - 1).map { $0 == "\t" ? "\t" : " " })
      result += "\n\(margin)\(number) | \(line)"
      result += "\n     | \(pad)\(String(repeating: "^", count: length))\(label.isEmpty ? "" : " \(label)")"
    } else if !label.isEmpty {
      result += "\n     = \(label)"
    }
    for note in notes { result += "\n     note: \(note.text)" }
    return result
  }
}

extension Diagnostic.Note {
  package var text: String {
    switch self {
    case .declaration(let name, let line, let text): "\(name) is declared on line \(line): \(text)"
    case .hint(let text): text
    }
  }
}

extension Substring {
  fileprivate var trimmedIsEmpty: Bool { allSatisfy(\.isWhitespace) }
}

extension Diagnostic.Kind {
  fileprivate struct Wording {
    var message: String
    var label = ""

    init(_ message: String, _ label: String = "") {
      self.message = message
      self.label = label
    }
  }

  fileprivate var wording: Wording {
    switch self {
    case .unreadableCharacter, .unclosedText, .unknownSymbol, .expected, .unclosedBracket, .callOfNonFunction,
      .indexOfNonName, .indexLooksLikeFactor, .emptyBlock, .unexpectedIndent, .tooDeep, .notOfThisLanguage:
      grammarWording
    case .unknownName, .unknownFunction, .declaredTwice, .definedTwice, .reservedName, .assignedTo,
      .stateWithoutEquation, .stepOfWhatHasNone, .missingIndex, .noSuchMember, .functionAsValue:
      nameWording
    case .notAWholeNumber, .notConstant, .dimensionTooSmall, .dimensionTooLarge, .rangeTooLong, .indexOutOfRange,
      .unknownSetting, .notDivisible, .tooLarge:
      numberWording
    case .shapesDoNotFit, .expectedShape, .wrongArgumentCount, .unknownLabel, .stateShape, .shapeDependsOnItself,
      .lossNotScalar:
      shapeWording
    case .cycle, .bothDirections, .readsLaterStep, .alphabetSize, .alphabetOfNonToken, .symbolNotInAlphabet,
      .symbolTwice, .exampleOfNonInput, .exampleDoesNotFit, .nothingToCompute, .unusedDeclaration,
      .dimensionsAgreeByChance:
      structureWording
    }
  }

  private var grammarWording: Wording {
    switch self {
    case .unreadableCharacter(let character): Wording("'\(character)' is no sign of the language")
    case .unclosedText: Wording("a quoted text is not closed", "put a \" at its end")
    case .unknownSymbol(let name): Wording("no symbol is called \\\(name)")
    case .expected(let what, let found): Wording("expected \(what), found \(found)")
    case .unclosedBracket(let bracket): Wording("'\(bracket)' is never closed", "opened here")
    case .callOfNonFunction(let name, let isKnown): callWording(name, isKnown)
    case .indexOfNonName: Wording("only a name has an index", "put a name before the bracket")
    case .indexLooksLikeFactor(let name):
      Wording("'\(name)[…; …]' is no index", "for a product put a space: \(name) [a; b]")
    case .emptyBlock(let word): Wording("the '\(word)' has no lines below it", "indent the lines that belong to it")
    case .unexpectedIndent: Wording("this line is indented further than the one before", "only the lines of a block are")
    case .tooDeep: Wording("nested too deeply")
    case .notOfThisLanguage(let what, let hint): Wording("\(what) cannot stand here", hint)
    default: Wording("")
    }
  }

  private func callWording(_ name: String, _ looksLikeValue: Bool) -> Wording {
    let nearest = nearestName(to: name, among: Function.all.flatMap(\.names))
    let function = nearest.map { "no function is called \(name): did you mean \($0)?" } ?? "no function is called \(name)"
    return Wording("'\(name)(' could be a call or a product", "\(function) for a product put a space: \(name) (…)")
  }

  private var nameWording: Wording {
    switch self {
    case .unknownName(let name, let nearest):
      Wording("nothing is called \(name)", nearest.map { "did you mean \($0)?" } ?? "declare it, or define it")
    case .unknownFunction(let name, let nearest):
      Wording("no function is called \(name)", nearest.map { "did you mean \($0)?" } ?? "")
    case .declaredTwice(let name, let line): Wording("\(name) is declared twice", "first on line \(line)")
    case .definedTwice(let name, let line): Wording("\(name) is defined twice", "first on line \(line)")
    case .reservedName(let name, let meaning): Wording("\(name) is \(meaning) and cannot be a name of the sheet")
    case .assignedTo(let name, let what): Wording("\(name) is \(what): an equation cannot define it")
    case .stateWithoutEquation(let name, let nearest):
      Wording(
        "no equation defines the state \(name)",
        nearest.map { "\($0) is defined: is it meant?" } ?? "write \(name) = …")
    case .stepOfWhatHasNone(let name, let what): Wording("\(name) is \(what): it has no other steps")
    case .missingIndex(let name, 0): Wording("\(name) has no members", "it was declared without an index")
    case .missingIndex(let name, let count):
      Wording("\(name) has members: say which", count == 1 ? "\(name)[1]" : "\(name)[1,1]: \(count) indices")
    case .noSuchMember(let name, let members):
      Wording("there is no \(name)", "there are \(members.prefix(6).joined(separator: ", "))\(members.count > 6 ? ", …" : "")")
    case .functionAsValue(let name): Wording("\(name) is a function", "give it something: \(name)(…)")
    default: Wording("")
    }
  }

  private var numberWording: Wording {
    switch self {
    case .notAWholeNumber(let text, let value): Wording("\(text) must be a whole number", "it is \(value)")
    case .notConstant(let text):
      Wording("\(text) is not known before the run", "use numbers, dimensions, and + - / of them")
    case .dimensionTooSmall(let name, let value):
      Wording(name == String(value) ? "a dimension must be 1 or more, not \(value)" : "\(name) must be 1 or more, not \(value)")
    case .dimensionTooLarge(let name, let value):
      Wording("\(name == String(value) ? "a dimension" : name) of \(value) is more than fits", "at most \(Limits.dimension)")
    case .rangeTooLong(let text, let count): Wording("\(text) is too long a range", "at most \(count) members")
    case .indexOutOfRange(let name, let index, let count, let axis):
      Wording("\(name) has no entry \(index)", "it has \(count) \(axis), numbered from 1")
    case .unknownSetting(let name, let nearest):
      Wording(
        "the sheet has no dimension or constant \(name) to set", nearest.map { "did you mean \($0)?" } ?? "")
    case .notDivisible(let text): Wording("\(text) is not a whole number", "choose sizes that divide")
    case .tooLarge(let shape, let count): Wording("a tensor of \(shape) is more than fits", "at most \(count) numbers")
    default: Wording("")
    }
  }

  private var shapeWording: Wording {
    switch self {
    case .shapesDoNotFit(let text, let reason): Wording("shapes do not fit in \(text)", reason)
    case .expectedShape(let expected, let text, let found): Wording("\(text) must be \(expected)", "it is \(found)")
    case .wrongArgumentCount(let name, let expected, let found):
      Wording("\(name) was given \(found) argument\(found == 1 ? "" : "s")", "write \(expected)")
    case .unknownLabel(let label, let function, let expected):
      Wording("\(function) has no argument '\(label):'", "expected \(expected)")
    case .stateShape(let name, let declared, let found):
      Wording("\(name) is declared as \(declared), its value is \(found)")
    case .shapeDependsOnItself(let name):
      Wording("the shape of \(name) depends on itself", "say where it starts: state \(name): …")
    case .lossNotScalar(let found): Wording("the loss must be a single number", "it is \(found): take its sum or mean")
    default: Wording("")
    }
  }

  private var structureWording: Wording {
    switch self {
    case .cycle(let names):
      Wording("\(names.joined(separator: " → ")) go round in a circle", "one of them must read an earlier step: \(names.last ?? "")[t-1]")
    case .bothDirections(let names, let backward, let forward):
      Wording(
        "\(names.joined(separator: ", ")) depend on one another both backwards and forwards",
        backward == forward
          ? "\(backward) reads an earlier and a later step of itself"
          : "\(forward) reads an earlier step, \(backward) a later one")
    case .readsLaterStep(let name): Wording("\(name) starts from what is not known before the first step")
    case .alphabetSize(let name, let declared, let found, let dimension):
      Wording("the alphabet of \(name) has \(found) symbols", "\(name) is token(\(dimension)), which is \(declared)")
    case .alphabetOfNonToken(let name): Wording("\(name) is no token input: it has no alphabet")
    case .symbolNotInAlphabet(let symbol, let name): Wording("\"\(symbol)\" is not in the alphabet of \(name)")
    case .symbolTwice(let symbol): Wording("\"\(symbol)\" stands in the alphabet twice")
    case .exampleOfNonInput(let name): Wording("\(name) is no input of the sheet")
    case .exampleDoesNotFit(let name, let reason): Wording("the example does not fit \(name)", reason)
    case .nothingToCompute: Wording("the sheet has no equations", "write one: h = tanh(W x)")
    case .unusedDeclaration(let name, let what): Wording("the \(what) \(name) is never used")
    case .dimensionsAgreeByChance(let a, let b, let value): Wording("\(a) and \(b) agree only while both are \(value)")
    default: Wording("")
    }
  }
}
