// How mistakes are said: what was found, what was expected, what to do.

extension Diagnostic {
  /// The sentence behind the place: `shapes do not fit in W_z x`.
  package var message: String { kind.wording.message }

  /// What stands beside the caret; empty if the message says it all.
  package var label: String { kind.wording.label }
}

extension Diagnostic.Kind {
  struct Wording {
    var message: String
    var label: String

    init(_ message: String, _ label: String = "") {
      self.message = message
      self.label = label
    }
  }

  var wording: Wording {
    switch self {
    case .unreadable(let text, let hint):
      Wording(
        "\(text.quotedOrNumbered) is no sign of the language",
        hint.isEmpty && text.isInvisible ? "it cannot be seen: type this place anew" : hint)
    case .unclosedText: Wording("a text in quotes is not closed", "put a \" at its end")
    case .unknownSymbol("", _): Wording("a backslash starts the name of a symbol", "as in \\mu")
    case .unknownSymbol(let name, let nearest):
      Wording("no symbol is called \\\(name)", meant(nearest.map { "\\\($0)" }))
    case .numberTooLarge(let text): Wording("\(text) is more than a number can hold")
    case .notANumber(let text): Wording("\(text) is no number", "a number has one dot")
    case .sheetTooLong(let bytes, let limit): Wording("a sheet of \(bytes) bytes is too long", "at most \(limit)")

    case .expected(let what, let found, let hint): Wording("expected \(what), found \(found)", hint)
    case .unclosedBracket(let bracket): Wording("'\(bracket)' is never closed", "opened here")
    case .unopenedBracket(let bracket):
      Wording("'\(bracket)' closes nothing", "no '\(bracket == ")" ? "(" : "[")' is open here")
    case .indexLooksLikeFactor(let name):
      Wording("\(name)[…; …] reads as an index, and an index has no ';'", "for a product put a space: \(name) [a; b]")
    case .emptyBlock(let word): Wording("no lines belong to this '\(word)'", "indent the lines below that do")
    case .unevenIndent:
      Wording(
        "this line does not start where those around it start", "only the lines of a block are indented, all alike")
    case .tooDeep: Wording("this is too long, or nested too deeply", "name its parts in equations of their own")
    case .notOfThisLanguage(let what, let hint): Wording("\(what) cannot stand here", hint)

    case .unknownName(let name, let nearest, let hint):
      Wording(
        "nothing is called \(name)",
        hint.isEmpty ? meant(nearest, else: "declare it, or define it by an equation") : hint)
    case .callOfNonFunction(let name, true, _):
      Wording("\(name)(…) reads as a call, and \(name) is no function", "for a product put a space: \(name) (…)")
    case .callOfNonFunction(let name, false, let nearest):
      Wording(
        "\(name)(…) reads as a call, and no function is called \(name)",
        (nearest.map { "did you mean \($0)(…)? " } ?? "") + "for a product put a space: \(name) (…)")
    case .declaredTwice(let name, let line): Wording("\(name) is declared twice", "first on line \(line)")
    case .definedTwice(let name, let line): Wording("\(name) is defined twice", "first on line \(line)")
    case .reservedName(let name, let meaning):
      Wording("\(name) is \(meaning): nothing else can be called so", "choose another name")
    case .assignedTo(let name, let what):
      Wording("\(name) is \(what): no equation can define it", "choose another name")
    case .stateWithoutEquation(let name, let nearest):
      Wording("no equation defines the state \(name)", meant(nearest, else: "write \(name) = …"))
    case .stepBehindSpace(let name, let step):
      Wording("\(name) [\(step)] reads as a product", "for another step leave out the space: \(name)[\(step)]")
    case .stackWithoutSemicolons(let text, let parts):
      Wording(
        "\(text) reads as a product",
        "semicolons divide the parts of a vector: [\(parts.prefix(9).joined(separator: "; "))\(parts.count > 9 ? "; …" : "")]"
      )
    case .stepOfWhatHasNone(let name, let what):
      Wording("\(name) is \(what): it is the same at every step", "write it without the step")
    case .noStepHere(let name):
      Wording("nothing goes from step to step of \(name) here", "[end] is the last step, [:] the whole sequence")
    case .otherSteps(let name, let variable):
      Wording(
        "\(name) has the steps of another stage, those of \(variable)",
        "read its last step, \(name)[end], or all of them as columns, \(name)[:]")
    case .laterStepOfOpenEnd(let name):
      Wording("a later step of \(name) may never come", "the stage ends when its condition holds: read earlier steps")
    case .sequenceOfMatrices(let name, let shape):
      Wording("\(name) is \(shape) at each step", "only vectors and numbers are gathered to a matrix by [:]")
    case .stepOnTheLeft(let name, let step):
      Wording(
        "\(name)[\(step)] cannot be defined: an equation holds at every step",
        "write \(name) = …; what it reads at this step is plain too")
    case .missingIndex(let name, let example): Wording("\(name) has members: say which", "as in \(example)")
    case .sameForEachMember(let name, let variable):
      Wording("\(name) is defined again for each \(variable)", "give it the index: \(name)[\(variable)]")
    case .otherIndices(let name, let count, let first, let line):
      Wording(
        "\(name) has \(counted(count, "index", "indices")) here, and \(counted(first, "index", "indices")) on line \(line)",
        "all members of a family have as many")
    case .noSuchMember(let name, let members): Wording("there is no \(name)", "there are \(members)")
    case .functionAsValue(let name, let usage):
      Wording("\(name) is a function", "give it something, without a space: \(usage)")
    case .indexOfNonName(let text):
      Wording("only a name has elements and steps", "give \(text) a name, in an equation of its own")

    case .notAWholeNumber(let text, let value):
      if text == value.plain {
        Wording("expected a whole number, found \(text)")
      } else {
        Wording("\(text) must be a whole number", "it is \(value.plain)")
      }
    case .notConstant(let text):
      Wording("\(text) is not known before the run", "write it with numbers, dimensions and + - * /")
    case .dimensionCycle(let names):
      Wording("\(names.joined(separator: " → ")) go round in a circle", "give one of them a number")
    case .dimensionTooSmall(let name, let value):
      Wording("\(name == String(value) ? "a dimension" : name) must be 1 or more, not \(value)")
    case .dimensionTooLarge(let name, let value):
      Wording(
        "\(name == value.plain ? "a dimension" : name) of \(value.plain) is more than fits",
        "at most \(Limits.dimension)")
    case .rangeOfSteps(let text, let lower, let upper, _) where upper < lower:
      Wording("\(text) has no steps", "the last step must not come before the first")
    case .rangeOfSteps(let text, _, _, let limit): Wording("\(text) has too many steps", "at most \(limit)")
    case .set(let kind, let who):
      Wording(kind.wording.message, kind.wording.label.isEmpty ? who : "\(kind.wording.label); \(who)")
    case .rangeBackwards(let text): Wording("\(text) has no members", "the last must not come before the first")
    case .rangeTooLong(let text, let count, let limit): Wording("\(text) has \(count) members", "at most \(limit)")
    case .familiesTooLong(let what, let limit):
      Wording("the families of this sheet unroll to more than \(limit) \(what)", "shorten their ranges")
    case .elementIndices(let name, let shape, 0, _): Wording("\(name) is \(shape): it has no elements")
    case .elementIndices(let name, let shape, let needed, let found):
      Wording(
        "\(name) was given \(counted(found, "index", "indices"))", "\(name) is \(shape): an element has \(needed)")
    case .elementOutOfRange(let element, let name, let shape):
      Wording("there is no \(element)", "\(name) is \(shape), counted from 1")
    case .unknownSetting(let name, let nearest):
      Wording("the sheet has no dimension or constant \(name) to set", meant(nearest))

    case .shapesDoNotFit(let text, let reason): Wording("shapes do not fit in \(text)", reason)
    case .wrongArgumentCount(let name, let usage, let found):
      Wording("\(name) was given \(counted(found, "argument", "arguments"))", "write \(usage)")
    case .unknownLabel(let label, let function, let usage):
      Wording("\(function) has no argument '\(label):'", "write \(usage)")
    case .stateShape(let name, let declared, let found):
      Wording("\(name) is declared as \(declared)", "this is \(found)")
    case .startShape(let name, let declared, let found):
      Wording("\(name) is declared as \(declared), and cannot start so", "this is \(found)")
    case .shapeDependsOnItself(let name):
      Wording("the shape of \(name) depends on itself", "declare it: state \(name): …")
    case .seriesShapes(let name, let first, let other):
      Wording("\(name) must have one shape at all steps", "it is \(first) and \(other)")
    case .tooLarge(let shape, let limit): Wording("a tensor of \(shape) is more than fits", "at most \(limit) numbers")
    case .lossNotScalar(let found): Wording("the loss must be one number", "it is \(found): take its sum or its mean")

    case .cycle(let names, nil):
      Wording(
        names.count == 2
          ? "\(names[0]) needs itself"
          : "\(names.joined(separator: " → ")) go round in a circle, each before the other",
        "what goes round needs steps, and these are worked out once")
    case .cycle(let names, let variable?) where names.count == 2:
      Wording("\(names[0]) needs itself at the same step", "read the step before: \(names[0])[\(variable)-1]")
    case .cycle(let names, let variable?):
      Wording(
        "\(names.joined(separator: " → ")) go round in a circle at the same step",
        "one of them must read the step before: \(names[0])[\(variable)-1]")
    case .needsWholeOfItself(let name, let source):
      Wording(
        "\(name) needs all steps of \(source) before its own, and \(source) needs \(name)",
        name == source
          ? "a step reads earlier ones by their distance: \(name)[t-1]"
          : "one of the two must be finished first, without the other")
    case .bothDirections(let names, let backward, let forward, _):
      Wording(
        names.count == 1
          ? "\(names[0]) runs both forwards and backwards"
          : "\(names.joined(separator: ", ")) need one another both forwards and backwards",
        backward == forward
          ? "\(backward) reads an earlier and a later step"
          : "\(forward) reads an earlier step, \(backward) a later one")
    case .startsTooLate(let name, let source):
      Wording("\(name) cannot start from \(source)", "it is known only from step to step")
    case .noSequence(let name):
      Wording("\(name) goes from step to step, and the sheet has no sequence", "declare one: input x: D")
    case .nothingToCompute: Wording("the sheet has no equations", "write one, such as h = tanh(W x)")

    case .alphabetSize(let name, let declared, let found):
      Wording("the alphabet of \(name) has \(counted(found, "symbol", "symbols"))", "\(name) is one of \(declared)")
    case .alphabetOfNonToken(let name):
      Wording("\(name) is no token input, so it has no alphabet", "declare it: input \(name): token(V)")
    case .alphabetOfMany(let name, let shape):
      Wording("\(name) is \(shape), and a symbol is one number", "write argmax(\(name)) in an equation of its own")
    case .alphabetOfDimension(let name):
      Wording("no text is read by the names along \(name)", "list them in quotes, and nothing else")
    case .notARun(let text): Wording("expected a run of characters such as \"a\"..\"z\", found \(text)")
    case .symbolNotInAlphabet(let symbol, let name): Wording("\"\(symbol)\" is not in the alphabet of \(name)")
    case .symbolTwice(let symbol): Wording("\"\(symbol)\" stands in the alphabet twice")
    case .notAnInput(let name, let nearest):
      Wording("\(name) is no input of the sheet", meant(nearest, else: "only inputs are fed"))
    case .walkedTwice(let name, let line):
      Wording("another stage walks over \(name) already", "it is on line \(line): name the same inputs in both")
    case .noWalkOver(let name):
      Wording(
        "nothing walks over \(name)", "a token input is a sequence: write 'over t in \(name):' above what reads it")
    case .symmetricNeedsSquare(let name, let shape):
      Wording("\(name) is \(shape)", "symmetric is a matrix with as many rows as columns: N×N")
    case .treeWithoutChildren:
      Wording("a tree needs its children by number", "declare the inputs that hold them: input left, right")
    case .treeWithoutLeaves:
      Wording("the tree has no leaves", "say what they are from an input that has a value for each: leaf p = x")
    case .leafOfNoNode(let name):
      Wording(
        "\(name) is no equation of the tree's nodes", "write one beside it: \(name) = … \(name)[left] … \(name)[right]")
    case .leafAndStart(let name):
      Wording("\(name) starts at the leaves, and from a value of its own", "leave out one of the two")
    case .leafShape(let name, let nodes, let found):
      Wording("\(name) is \(nodes) at the nodes", "at the leaves it is \(found)")
    case .childrenOfNoNode(let name):
      Wording("\(name) has no children", "only what stands below 'over n in tree:' has")
    case .exampleDoesNotFit(let name, let reason): Wording("the example does not fit \(name)", reason)

    case .unusedDeclaration(let name, let what): Wording("the \(what) \(name) is never used")
    case .dimensionsAgreeByChance(let one, let other, let text, let value):
      Wording("\(one) and \(other) fit in \(text) only while both are \(value)", "with other sizes they will not")
    case .dividesByProduct(let product, let shape, let quotient, let rest):
      Wording(
        "this divides by all of \(product), which is \(shape)",
        "a product binds tighter than /; if that is not meant, write (\(quotient)) \(rest)")
    }
  }

  private func meant(_ nearest: String?, else other: String = "") -> String {
    nearest.map { "did you mean \($0)?" } ?? other
  }

  private func counted(_ count: Int, _ one: String, _ many: String) -> String { "\(count) \(count == 1 ? one : many)" }
}

extension String {
  fileprivate var isInvisible: Bool {
    unicodeScalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .nonspacingMark, .unassigned, .privateUse, .surrogate, .spaceSeparator: true
      default: false
      }
    }
  }

  /// What can be seen in quotes, what cannot by its number.
  fileprivate var quotedOrNumbered: String {
    guard isInvisible, let scalar = unicodeScalars.first else { return "'\(self)'" }
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "the character U+\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)"
  }
}
