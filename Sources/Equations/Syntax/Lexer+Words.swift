// Names, numbers, texts in quotes and symbols with a backslash.

extension Lexer {
  mutating func readText() {
    var text = ""
    text.unicodeScalars.append(contentsOf: characters[position].unicodeScalars.dropFirst())
    var length = 1
    while let character = peek(length), character != "\"", !character.isNewline {
      if character == "\\", let escaped = peek(length + 1)?.unicodeScalars,
        let meant = escaped.first.flatMap(Self.meaning)
      {
        text.append(meant)
        // A combining sign behind it is the text's.
        text.unicodeScalars.append(contentsOf: escaped.dropFirst())
        length += 2
      } else {
        text.append(character)
        length += 1
      }
    }
    if peek(length) == "\"" {
      length += 1
    } else {
      diagnostics.append(Diagnostic(.unclosedText, at: here(length)))
    }
    append(.text(text), length: length)
  }

  /// What a character behind a backslash stands for in a text.
  private static func meaning(_ escaped: Unicode.Scalar) -> Character? {
    switch escaped {
    case "n": "\n"
    case "t": "\t"
    case "\\", "\"": Character(escaped)
    default: nil
    }
  }

  mutating func readNumber() {
    var length = 0
    while isDigit(length) { length += 1 }
    // The dot of `2..3`, `2.*x` and `2./x` is not the number's.
    if peek(length) == ".", peek(length + 1) != ".", peek(length + 1) != "*", peek(length + 1) != "/" {
      length += 1
      while isDigit(length) { length += 1 }
    }
    if peek(length) == "e" || peek(length) == "E" {
      let signed = peek(length + 1) == "-" || peek(length + 1) == "+"
      let digits = length + (signed ? 2 : 1)
      if isDigit(digits) {
        length = digits
        while isDigit(length) { length += 1 }
      }
    }
    if peek(length) == ".", isDigit(length + 1) {
      while isDigit(length) || (peek(length) == "." && isDigit(length + 1)) { length += 1 }
      let text = String(characters[position..<position + length])
      diagnostics.append(Diagnostic(.notANumber(text), at: here(length)))
      return append(.number(.nan, text: text), length: length)
    }
    let text = String(characters[position..<position + length])
    let value = Double(text) ?? .infinity
    if !value.isFinite { diagnostics.append(Diagnostic(.numberTooLarge(text), at: here(length))) }
    append(.number(value, text: text), length: length)
  }

  /// `\mu` is μ; `h\tilde` puts a sign on top of the letter before it.
  mutating func readEscape() {
    guard let (symbol, length) = escape(at: 0) else {
      var length = 1
      while let character = peek(length), character.isASCII, character.isLetter { length += 1 }
      let name = String(characters[position + 1..<position + length])
      let nearest = suggestions.nearest(to: name) { Symbols.table.map(\.name) }
      diagnostics.append(Diagnostic(.unknownSymbol(name, nearest: nearest), at: here(length)))
      return advance(length)
    }
    if let sign = Sign(rawValue: symbol) {
      append(.sign(sign), length: length)
    } else if !(symbol.first?.startsName ?? false) {
      let spelled = String(characters[position..<position + length])
      diagnostics.append(
        Diagnostic(.unreadable(spelled, hint: "it goes behind a letter: h\(spelled)"), at: here(length)))
      advance(length)
    } else {
      readName(startingWith: symbol, length: length)
    }
  }

  /// The symbol that a backslash so many characters on spells, and how many characters that takes.
  private func escape(at offset: Int) -> (symbol: String, length: Int)? {
    guard peek(offset) == "\\" else { return nil }
    var length = 1
    var name = ""
    while let character = peek(offset + length), character.isASCII, character.isLetter {
      name.append(character)
      length += 1
    }
    return Symbols.symbol(named: name).map { ($0, length) }
  }

  mutating func readName(startingWith start: String = "", length startLength: Int = 0) {
    let (name, length) = name(startingWith: start, at: startLength)
    let startsLine = isAtStartOfLine
    if startsLine { lineWord = name }
    append(.name(Symbols.normalForm(name)), length: length)
    guard hasDeclarations else { return }
    if startsLine, SheetParser.proseWords.contains(name) { readProse() }
    if name == "from", lineWord == "param" || lineWord == "const" { readTensorName() }
  }

  /// What a name is made of from so many characters on, and where it ends.
  private func name(startingWith start: String = "", at startLength: Int) -> (name: String, length: Int) {
    var (name, length) = (start, startLength)
    while let character = peek(length) {
      if character.continuesName {
        name.append(character)
        length += 1
      } else if character == "~" {
        name.append("\u{303}")
        length += 1
      } else if let (symbol, count) = escape(at: length), Sign(rawValue: symbol) == nil {
        name.append(symbol)
        length += count
      } else {
        break
      }
    }
    return (name, length)
  }

  /// A gradient that is called here, `d/h[t-1]` or `∂h[t-1]`, without a blank in it: of several the longest name.
  func gradientHere() -> (name: String, length: Int)? {
    guard !gradients.isEmpty, !(peek(-1)?.continuesName ?? false) else { return nil }
    let sign = peek() == "∂" ? 1 : peek() == "d" && peek(1) == "/" ? 2 : 0
    guard sign > 0 else { return nil }
    let (bare, end) = name(at: sign)
    let stem = "d/" + Symbols.normalForm(bare)
    let names = gradients.filter { $0.hasPrefix(stem) }.sorted { $0.count > $1.count }
    for name in names {
      let rest = Array(name.dropFirst(stem.count))
      guard rest.indices.allSatisfy({ peek(end + $0) == rest[$0] }) else { continue }
      if let last = rest.last, last != "]", peek(end + rest.count)?.continuesName ?? false { continue }
      return (name, end + rest.count)
    }
    return nil
  }

  /// The words of a title: its brackets and signs mean nothing.
  private mutating func readProse() {
    let gap = spaces()
    guard gap > 0, let first = peek(gap), first != "=", first != "#", !first.isNewline else { return }
    advance(gap)
    var length = 0
    while let character = peek(length), !character.isNewline {
      if character == "#", peek(length - 1)?.isWhitespace ?? false { break }
      length += 1
    }
    while peek(length - 1)?.isWhitespace ?? false { length -= 1 }
    append(.text(String(characters[position..<position + length])), length: length)
  }

  /// A tensor is called what its file calls it: `gru.bias`, `encoder/dense`, `layers.0.weight`.
  private mutating func readTensorName() {
    advance(spaces())
    var length = 0
    while let character = peek(length), character.continuesTensorName { length += 1 }
    guard length > 0 else { return }
    append(.text(String(characters[position..<position + length])), length: length)
  }
}

extension Character {
  var isASCIIDigit: Bool { asciiValue.map { (48...57).contains($0) } ?? false }

  /// A letter of any script, or an underscore; not the transposition sign, which Unicode calls a letter.
  var startsName: Bool { (isLetter && self != "ᵀ") || self == "_" || self == "∂" || self == "∇" }

  var continuesName: Bool { startsName || isASCIIDigit || isSubscriptDigit }

  private var isSubscriptDigit: Bool {
    unicodeScalars.count == 1 && unicodeScalars.allSatisfy { (0x2080...0x2089).contains($0.value) }
  }

  /// What may stand in the name of a tensor without quotes.
  var continuesTensorName: Bool {
    continuesName || self == "." || self == "/" || self == "-" || self == ":"
  }

  /// A quote, maybe with a combining sign on top of it, which belongs to the text.
  var opensText: Bool { unicodeScalars.first == "\"" }
}
