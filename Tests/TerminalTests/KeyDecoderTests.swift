// Bytes to keys: every family of terminals, cut anywhere, and bytes that are no keys at all.

import Cells
import Terminal
import Testing

@Suite struct KeyDecoderTests {
  static let sequences: [(String, Key)] = [
    ("a", .character("a")), (" ", .character(" ")), ("é", .character("é")), ("σ", .character("σ")),
    ("日", .character("日")),
    ("👍", .character("👍")), ("\r", .enter), ("\n", .enter), ("\t", .tab), ("\u{7F}", .backspace), ("\u{8}", .backspace),
    ("\u{0}", .control(" ")), ("\u{1}", .control("a")), ("\u{12}", .control("r")), ("\u{1A}", .control("z")),
    ("\u{1C}", .control("\\")), ("\u{1D}", .control("]")), ("\u{1E}", .control("^")), ("\u{1F}", .control("_")),
    ("\u{1B}[A", .up), ("\u{1B}OA", .up), ("\u{1B}[B", .down), ("\u{1B}[C", .right), ("\u{1B}OD", .left),
    ("\u{1B}[H", .home), ("\u{1B}OF", .end), ("\u{1B}[1~", .home), ("\u{1B}[4~", .end), ("\u{1B}[7~", .home),
    ("\u{1B}[2~", .insert), ("\u{1B}[3~", .delete), ("\u{1B}[5~", .pageUp), ("\u{1B}[6~", .pageDown),
    ("\u{1B}[Z", .backTab),
    ("\u{1B}OP", .function(1)), ("\u{1B}[11~", .function(1)), ("\u{1B}[[E", .function(5)), ("\u{1B}[15~", .function(5)),
    ("\u{1B}[17~", .function(6)), ("\u{1B}[24~", .function(12)), ("\u{1B}[34~", .function(20)),
    ("\u{1B}[1;5C", .modified(.control, .right)), ("\u{1B}[1;2A", .modified(.shift, .up)),
    ("\u{1B}[Ot".replacing("[Ot", with: "Oa"), .modified(.control, .up)),
    ("\u{1B}[a", .modified(.shift, .up)), ("\u{1B}[5;5~", .modified(.control, .pageUp)),
    ("\u{1B}[3$", .modified(.shift, .delete)),
    ("\u{1B}[3^", .modified(.control, .delete)), ("\u{1B}[1;2P", .modified(.shift, .function(1))),
    ("\u{1B}[23;2~", .modified(.shift, .function(11))), ("\u{1B}[1;7D", .modified([.alt, .control], .left)),
    ("\u{1B}b", .alt("b")), ("\u{1B}σ", .alt("σ")), ("\u{1B}\r", .modified(.alt, .enter)),
    ("\u{1B}\u{7F}", .modified(.alt, .backspace)),
    ("\u{1B}\u{6}", .modified(.alt, .control("f"))), ("\u{1B}\u{1B}[A", .modified(.alt, .up)),
    ("\u{1B}OM", .enter), ("\u{1B}Oq", .character("1")), ("\u{1B}[97;5u", .control("a")),
    ("\u{1B}[13;2u", .modified(.shift, .enter)),
    ("\u{1B}[27;5;105~", .control("i")), ("\u{1B}[27;2;13~", .modified(.shift, .enter)),
    ("\u{1B}[<0;5;3M", .mouse(MouseEvent(.press(.left), row: 2, column: 4))),
    ("\u{1B}[<0;5;3m", .mouse(MouseEvent(.release(.left), row: 2, column: 4))),
    ("\u{1B}[<2;300;100M", .mouse(MouseEvent(.press(.right), row: 99, column: 299))),
    ("\u{1B}[<32;1;1M", .mouse(MouseEvent(.drag(.left), row: 0, column: 0))),
    ("\u{1B}[<64;1;2M", .mouse(MouseEvent(.wheelUp, row: 1, column: 0))),
    ("\u{1B}[<81;1;2M", .mouse(MouseEvent(.wheelDown, row: 1, column: 0, modifiers: .control))),
    ("\u{1B}[M !\"", .mouse(MouseEvent(.press(.left), row: 1, column: 0))),
    ("\u{1B}[200~a\rb\r\nc\u{1B}[201~", .paste("a\nb\nc")),
    ("\u{1B}[200~\u{1B}[31m\u{3}\u{1B}[201~", .paste("\u{1B}[31m\u{3}")),
  ]

  @Test(arguments: sequences)
  func `a sequence is its key, whole or byte by byte`(sequence: String, key: Key) {
    var decoder = KeyDecoder()
    decoder.feed(Array((sequence + "x").utf8))
    #expect(decoder.next() == key)
    #expect(decoder.next() == .character("x"))
    #expect(!decoder.isPending)

    var keys: [Key] = []
    for byte in sequence.utf8 {
      decoder.feed([byte])
      while let key = decoder.next() { keys.append(key) }
    }
    #expect(keys == [key])
  }

  @Test(arguments: [
    ("\u{1B}", [Key.escape]), ("\u{1B}\u{1B}", [.escape, .escape]), ("\u{1B}[", [.alt("[")]), ("\u{1B}O", [.alt("O")]),
    ("\u{1B}]", [.alt("]")]), ("\u{1B}[1;", []), ("\u{1B}[M ", []),
  ])
  func `what does not go on is taken as it is`(bytes: String, keys: [Key]) {
    var decoder = KeyDecoder()
    decoder.feed(Array(bytes.utf8))
    #expect(decoder.next() == nil)
    #expect(decoder.isPending)
    var found: [Key] = []
    while let key = decoder.next(final: true) { found.append(key) }
    #expect(found == keys)
    #expect(!decoder.isPending)
  }

  @Test(arguments: [
    "\u{1B}]11;rgb:0000/0000/0000\u{7}", "\u{1B}]11;rgb:0/0/0\u{1B}\\", "\u{1B}P1$r0m\u{1B}\\", "\u{1B}[?1;2c",
    "\u{1B}[24;80R",
    "\u{1B}[I", "\u{1B}[O", "\u{1B}[<66;1;1M", "\u{1B}[<0;0;0M", "\u{1B}[<M", "\u{1B}[999~",
    "\u{1B}[9999999999999999999999~",
    "\u{1B}[1;5u", "\u{1B}[55555555u", "\u{1B}[[z",
  ])
  func `answers and unknown sequences are no keys`(bytes: String) {
    var decoder = KeyDecoder()
    decoder.feed(Array((bytes + "x").utf8))
    #expect(decoder.next() == .character("x"))
    #expect(!decoder.isPending)
  }

  @Test func `bytes that are no UTF-8 are left out`() {
    var decoder = KeyDecoder()
    decoder.feed([0xFF, 0xC3, 0x41, 0xE2, 0x82, 0x42, 0xC2, 0x9B, 0x43, 0xED, 0xA0, 0x80, 0x44])
    var keys: [Key] = []
    while let key = decoder.next() { keys.append(key) }
    #expect(keys == ["A", "B", "C", "D"].map { Key.character($0) })
  }

  @Test func `a paste comes as one key, however it is cut`() {
    let bytes = Array("\u{1B}[200~σ = 1\r\u{1B}[20\u{1B}[201~y".utf8)
    for cut in 0...bytes.count {
      var decoder = KeyDecoder()
      var keys: [Key] = []
      for part in [bytes[..<cut], bytes[cut...]] {
        decoder.feed(part)
        while let key = decoder.next() { keys.append(key) }
      }
      #expect(keys == [.paste("σ = 1\n\u{1B}[20"), .character("y")], "cut at \(cut)")
    }
  }

  @Test func `an endless paste is cut short`() {
    var decoder = KeyDecoder()
    decoder.feed(Array("\u{1B}[200~".utf8))
    for _ in 0..<20 {
      decoder.feed(Array(repeating: UInt8(ascii: "x"), count: 1 << 16))
      #expect(decoder.next() == nil)
    }
    #expect(decoder.isPasting)
    decoder.feed(Array("\u{1B}[201~".utf8))
    guard case .paste(let text) = decoder.next() else { return #expect(Bool(false), "no paste") }
    #expect(text.utf8.count == KeyDecoder.longestPaste)
  }

  @Test func `a paste that was cancelled leaves what follows`() {
    var decoder = KeyDecoder()
    decoder.feed(Array("\u{1B}[200~lost".utf8))
    #expect(decoder.next() == nil)
    decoder.cancelPaste()
    decoder.feed(Array("k".utf8))
    #expect(decoder.next() == .character("k"))
  }

  @Test func `a terminal's own sequences are known`() {
    var decoder = KeyDecoder(extra: [Array("\u{1B}Q1".utf8): .function(7)])
    decoder.feed(Array("\u{1B}Q1z".utf8))
    #expect(decoder.next() == .function(7))
    #expect(decoder.next() == .character("z"))
  }

  @Test func `any bytes are survived, and all are used up in the end`() {
    var random = SystemRandomNumberGenerator()
    let pieces = ["\u{1B}", "[", "<", "200~", ";", "9", "M", "\u{1B}]", "\u{1B}P", "日", "u", "~"].map { Array($0.utf8) }
    for _ in 0..<2000 {
      var decoder = KeyDecoder()
      for _ in 0..<20 {
        decoder.feed(
          Bool.random(using: &random)
            ? pieces.randomElement(using: &random) ?? [] : [.random(in: 0...255, using: &random)])
        while decoder.next() != nil {}
      }
      while decoder.next(final: true) != nil {}
      #expect(!decoder.isPending || decoder.isPasting)
    }
  }
}
