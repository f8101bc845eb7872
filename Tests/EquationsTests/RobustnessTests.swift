// Text that is no sheet, or nearly one, or far too large: something is told, and nothing falls over or hangs.

import Equations
import Testing

@Suite(.timeLimit(.minutes(10))) struct RobustnessTests {
  /// Reads and checks a text; what is told must not be longer than a person can read.
  private func digest(_ text: String) {
    let told = read(text).told
    if told.utf8.count > 40_000 { Issue.record("\(told.utf8.count) bytes are told of \(text.utf8.count)") }
  }

  @Test(arguments: 0..<20)
  func `a sheet with some characters changed, lost or moved never ends the program`(block: Int) {
    var dice = Dice(seed: 1000 + block)
    let sheets = CatalogueSheets.names.map { Array(CatalogueSheets.text($0)) }
    let alphabet = Array("()[];:,=+-*/^'√⊙ᵀ@~\\\"#.<>×\n\r\t  09eEtWhxσ_²{}\u{303}\u{200B}\u{FEFF}字")
    for _ in 0..<20 {
      var characters = dice.pick(sheets)
      for _ in 0...dice.below(8) {
        let place = dice.below(characters.count)
        switch dice.below(4) {
        case 0: characters[place] = dice.pick(alphabet)
        case 1: characters.remove(at: place)
        case 2: characters.insert(dice.pick(alphabet), at: place)
        default: characters.swapAt(place, dice.below(characters.count))
        }
      }
      digest(String(characters))
    }
  }

  @Test(arguments: 0..<20)
  func `words and signs in any order never end the program`(block: Int) {
    var dice = Dice(seed: 2000 + block)
    let words = [
      "dims", "input", "param", "state", "const", "title", "for", "in", "from", "token", "alphabet", "example", "over",
      "not",
      "and", "W", "x", "h", "t", "l", "1", "2.5", "H", "σ", "softmax", "(", ")", "[", "]", ";", ":", ",", "=", "+", "-",
      "⊙",
      "/", "^", "ᵀ", "√", "@", "..", "×", "<", "==", "\"a\"", "# c", "\n", "\n  ", "\n", " ", " ", "h[t-1]", "W x",
      "where:",
    ]
    for _ in 0..<40 {
      digest(dice.some(1...80) { $0.pick(words) }.joined(separator: dice.happens(50) ? " " : ""))
    }
  }

  @Test(arguments: 0..<8)
  func `random bytes never end the program`(block: Int) {
    var dice = Dice(seed: 3000 + block)
    let bytes = (0..<5000).map { _ in UInt8(truncatingIfNeeded: dice.next()) }
    digest(String(decoding: bytes, as: UTF8.self))
    digest(String(decoding: bytes.map { $0 & 0x7F }, as: UTF8.self))
  }

  @Test(arguments: [
    "(", "[", "√", "-", "not ", "tanh(", "a^", "h[", "x'", "x + ", "x ", "x ⊙ ", "x and ", "[x; ", "W(", "1<", "x@1",
  ])
  func `ten thousand of a sign inside one another are refused, not followed`(sign: String) {
    let text = "h = " + String(repeating: sign, count: 10_000) + "x\n"
    #expect(!messages(text).isEmpty)
    _ = try? SheetParser.expression(String(text.dropFirst(4)))
    digest(
      "dims H = " + String(repeating: sign, count: 10_000) + "2\nparam W: " + String(repeating: sign, count: 10_000))
  }

  @Test func `brackets are refused by depth, not by what the computer bears`() {
    let deepest = String(repeating: "(", count: 256) + "x" + String(repeating: ")", count: 256)
    #expect(structure(deepest) == "x")
    #expect(structure("(" + deepest + ")") == "this is too long, or nested too deeply")
    let longest = Array(repeating: "x", count: 128).joined(separator: " + ")
    #expect(structure(longest).hasPrefix("("))
    #expect(structure(longest + " + x") == "this is too long, or nested too deeply")
  }

  @Test func `the deepest expression that is read is read again when it is printed`() throws {
    for part in ["-(a ^ ", "√(a ", "not (a and ", "(", "a - (-", "tanh([a; "] {
      for count in [40, 60, 80, 100, 126] {
        let close = part == "tanh([a; " ? "])" : part.contains("(") ? ")" : ""
        let text = String(repeating: part, count: count) + "x" + String(repeating: close, count: count)
        guard let syntax = try? SheetParser.expression(text) else { continue }
        #expect(try SheetParser.expression(syntax.spelled) == syntax, "\(count) of \(part)")
      }
    }
  }

  @Test func `a wide stack is no deep one`() {
    let stack = "[" + Array(repeating: "x", count: 5000).joined(separator: "; ") + "]"
    #expect(messages("input x: 3\nh = \(stack)\n") == [])
  }

  @Test func `a sheet longer than any paper is refused unread`() {
    let text = String(repeating: "x", count: 1_000_001)
    #expect(messages(text) == ["a sheet of 1000001 bytes is too long: at most 1000000"])
  }

  @Test(arguments: [
    "#\n", "\n", "(\n", "x = 1\n", "for l in 1..2:\n", "= ", "÷\n", "\"", "a\u{303}", "x[", "#", "dims H = 1\n",
    "for l in 1..2:\n #\n",
    "h[l] = 1 for l in 1..4\n", "\\x\n", "1e999 ", "param W: H\n", "state h: H\n", "alphabet x: \"a\"..\"z\"\n",
  ])
  func `one thing said again and again is read to its end`(part: String) {
    digest(String(repeating: part, count: 20_000 / part.utf8.count))
  }

  @Test func `blocks within blocks are refused at a depth, and their lines still read`() {
    var text = "input x: 3\n"
    for depth in 0..<300 { text += String(repeating: " ", count: depth) + "for l\(depth) in 1..1:\n" }
    text += String(repeating: " ", count: 300) + "h = x\n"
    #expect(messages(text).contains("this is too long, or nested too deeply: name its parts in equations of their own"))
  }

  @Test func `families within families are bounded even where they hold nothing`() {
    let text = """
      dims L = 1
      for a in 1..4096:
        for b in 1..4096:
          for c in 1..4096:
            for d in 2..L:
              x = 1
      """
    #expect(messages(text) == ["the families of this sheet unroll to more than 65536 lines: shorten their ranges"])
  }

  @Test func `a long line in a long family is refused before it fills the memory`() {
    let stack = Array(repeating: "x", count: 5000).joined(separator: "; ")
    #expect(
      messages("input x: 3\nh[l] = sum([\(stack)]) for l in 1..4096\n")
        == ["the families of this sheet unroll to more than 1048576 terms: shorten their ranges"])
  }

  @Test(arguments: [false, true])
  func `a family of thousands that hangs in a chain is checked, from either end`(reversed: Bool) throws {
    let chain =
      reversed
      ? "h[l] = tanh(h[l+1] + b) for l in 1..4095\nh[4096] = x" : "h[1] = x\nh[l] = tanh(h[l-1] + b) for l in 2..4096"
    let model = try Model(SheetParser.parse("input x: 3\nparam b: 3\n\(chain)\n", name: "chain"))
    #expect(model.quantities.count == 4096)
    let order = try #require(model.stages.last?.scans.first).quantities.map { model.quantities[$0].name }
    #expect(order.first == (reversed ? "h[4096]" : "h[1]"))
    #expect(order.last == (reversed ? "h[1]" : "h[4096]"))
  }

  @Test func `three thousand equations in any order are checked`() throws {
    var dice = Dice(seed: 7)
    var lines = (1..<3000).map { "y_\($0) = tanh(W y_\($0 - 1) + b)" }
    lines.shuffle(using: &dice)
    let text = "dims H = 4\ninput x: H\nparam W: H×H\nparam b: H\ny_0 = x\n" + lines.joined(separator: "\n")
    let model = try Model(SheetParser.parse(text, name: "many"))
    let order = try #require(model.stages.last?.scans.first).quantities.map { model.quantities[$0].name }
    #expect(order == (0..<3000).map { "y_\($0)" })
  }

  @Test func `a name or a line longer than a screen is told in part`() {
    let name = String(repeating: "z", count: 50_000)
    let told = read("input x: 3\nh = x + \(name) + \(name)_2\n").told
    #expect(told.utf8.count < 3000)
    #expect(told.contains("nothing is called zzz"))
  }

  @Test func `what is told holds no character that moves a cursor`() {
    let told = read("h = \u{1B}[31m + \u{7}\u{202E}x \u{9B}2J \"\u{1B}]0;x\u{7}\"\n", name: "a\u{1B}[2Jb").told
    let harmful = told.unicodeScalars.filter {
      $0 != "\n" && [.control, .format].contains($0.properties.generalCategory)
    }
    #expect(harmful.isEmpty)
  }
}
