// JSON by the letter of RFC 8259: what is a text and what is none, and numbers that survive the way out and in.

import Formats
import Testing

@Suite struct JSONReadingTests {
  @Test(
    arguments: [
      ("null", .null), (" true\n", .bool(true)), ("false", .bool(false)), ("0", .integer(0)), ("-1", .integer(-1)),
      ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
      ("9223372036854775808", .double(0x1p63)), ("1.0", .double(1)), ("-1.5e-3", .double(-0.0015)),
      ("1E+2", .double(100)),
      ("1e-999", .double(0)), ("\"\"", .string("")), (#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{C}\n\r\t")),
      (#""\u0068\u0303""#, .string("h̃")), (#""\uD835\uDD4A \ud83d\ude00""#, .string("𝕊 😀")),
      (#""\u0000""#, .string("\0")),
      ("\"h̃ 日 \u{7F}\"", .string("h̃ 日 \u{7F}")), ("[]", .array([])),
      ("[ 1 ,\t[2 ] ]", .array([.integer(1), .array([.integer(2)])])),
      ("{}", .object([])),
      (#"{"a":1,"b":{"a":2}}"#, .object([.init("a", .integer(1)), .init("b", .object([.init("a", .integer(2))]))])),
    ] as [(String, JSON)])
  func `a text has its value`(text: String, value: JSON) throws {
    #expect(try JSON(text) == value)
  }

  @Test func `minus zero keeps its sign`() throws {
    guard case .double(let zero) = try JSON("-0") else {
      Issue.record("-0 was read as an integer, which has no such number")
      return
    }
    #expect(zero.sign == .minus)
  }

  @Test(arguments: [
    ("", "it ends too soon, at byte 0"), (" ", "it ends too soon, at byte 1"), ("[1", "it ends too soon, at byte 2"),
    ("[1,]", "a value expected at byte 3, ']' found"), ("[1 2]", "a comma or ] expected at byte 3, '2' found"),
    ("{1:2}", "a key in quotes expected at byte 1, '1' found"), (#"{"a" 1}"#, "a colon expected at byte 5, '1' found"),
    (#"{"a":1,}"#, "a key in quotes expected at byte 7, '}' found"),
    (#"{"a":1 "b""#, "a comma or } expected at byte 7, '\"' found"), ("nul", "it ends too soon, at byte 3"),
    ("nulL", "a value expected at byte 0, 'n' found"), ("NaN", "a value expected at byte 0, 'N' found"),
    ("'a'", "a value expected at byte 0, ''' found"), ("1 1", "nothing more expected at byte 2, '1' found"),
    ("01", "no number at byte 1"), ("-", "it ends too soon, at byte 1"), ("-a", "no number at byte 1"),
    ("+1", "a value expected at byte 0, '+' found"), ("1.", "it ends too soon, at byte 2"),
    ("1.e3", "no number at byte 2"),
    ("[1e]", "no number at byte 3"), (".5", "a value expected at byte 0, '.' found"),
    ("0x10", "nothing more expected at byte 1, 'x' found"), ("1e999", "the number at byte 0 is too large"),
    ("\"a", "it ends too soon, at byte 2"), (#""\"#, "it ends too soon, at byte 1"),
    (#""\x41""#, "unknown escape at byte 1"), (#""\u00g0""#, "unknown escape at byte 1"),
    (#""\u00"#, "it ends too soon, at byte 5"),
    (#""\ud800""#, "half of a surrogate pair at byte 1"), (#""\ud800\n""#, "half of a surrogate pair at byte 1"),
    (#""\ud800\u0041""#, "half of a surrogate pair at byte 1"), (#""\udc00""#, "half of a surrogate pair at byte 1"),
    ("\"\n\"", "control character byte 0xa at byte 1, which must be escaped"),
    ("\u{FEFF}1", "a value expected at byte 0, byte 0xef found"),
    (#"{"a":1,"a":2}"#, "the key \"a\" at byte 7 stands twice"),
    ("{\"\u{E9}\":1,\"e\u{301}\":2}", "the key \"e\u{301}\" at byte 8 stands twice"),
    (#"{"a":1,"\u0061":2}"#, "the key \"a\" at byte 7 stands twice"),
  ])
  func `what is no text is told with its place`(text: String, message: String) {
    let error = #expect(throws: JSONError.self) { try JSON(text) }
    #expect(error?.description == message)
  }

  @Test(arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC3]] as [[UInt8]])
  func `a string that is not UTF-8 is refused`(bytes: [UInt8]) {
    #expect(throws: JSONError(offset: 1, kind: .notUTF8)) { try JSON(utf8: [0x22] + bytes + [0x22]) }
  }

  @Test func `values may lie in one another up to a bound`() {
    let nested = { (depth: Int) in String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
    #expect(throws: Never.self) { try JSON(nested(JSON.depthLimit)) }
    #expect(throws: JSONError(offset: 64, kind: .tooDeep(limit: 64))) { try JSON(nested(JSON.depthLimit + 1)) }
    #expect(throws: JSONError.self) { try JSON(String(repeating: "[", count: 1_000_000)) }
  }

  @Test func `a number of very many digits is a number`() throws {
    let digits = String(repeating: "3", count: 20_000)
    #expect(try JSON("0.\(digits)") == .double(1.0 / 3))
    #expect(throws: JSONError(offset: 0, kind: .numberTooLarge)) { try JSON(digits) }
  }

  @Test func `a key is found by canonical equivalence`() throws {
    #expect(try JSON("{\"\u{E9}\":1}")["e\u{301}"] == .integer(1))
    #expect(JSON.null["a"] == nil)
  }
}

@Suite struct JSONWritingTests {
  @Test(
    arguments: [
      (.null, "null"), (.bool(false), "false"), (.integer(-3), "-3"), (.float(0.1), "0.1"), (.double(0.1), "0.1"),
      (.double(Double(0.1 as Float)), "0.10000000149011612"), (.float(.nan), "\"NaN\""),
      (.float(.infinity), "\"Infinity\""),
      (.double(-.infinity), "\"-Infinity\""), (.float(-0.0), "-0.0"), (.float(1e-20), "1e-20"),
      (.string("h̃ \"\\\n\r\t\u{1}\u{7F}/"), #""h̃ \"\\\n\r\t\u0001\u007f/""#), (.array([]), "[]"), (.object([]), "{}"),
      (.object([.init("a", .floats([1, 2.5])), .init("b", .null)]), #"{"a":[1.0,2.5],"b":null}"#),
    ] as [(JSON, String)])
  func `a value has its text`(value: JSON, text: String) {
    #expect(value.text == text)
  }

  @Test func `numbers come back with the same bits`() throws {
    var random = SplitMix(seed: 7)
    for _ in 0..<2000 {
      let float = Float(bitPattern: UInt32.random(in: .min ... .max, using: &random))
      let double = Double(bitPattern: UInt64.random(in: .min ... .max, using: &random))
      guard float.isFinite, double.isFinite else { continue }
      guard case .double(let again) = try JSON(JSON.float(float).text) else { continue }
      if Float(again).bitPattern != float.bitPattern { Issue.record("\(float) came back as \(again)") }
      if try JSON(JSON.double(double).text) != .double(double) { Issue.record("\(double) came back as another") }
    }
  }

  private func value(_ depth: Int, _ random: inout SplitMix) -> JSON {
    let alphabet = Array("aé\u{301}h̃σ😀\"\\/\u{0}\n\u{1F} {}[]:,0".unicodeScalars)
    func text() -> String {
      var text = ""
      for _ in 0..<Int.random(in: 0...6, using: &random) {
        text.unicodeScalars.append(alphabet.randomElement(using: &random) ?? "a")
      }
      return text
    }
    switch Int.random(in: 0..<(depth == 0 ? 5 : 7), using: &random) {
    case 0: return .null
    case 1: return .bool(.random(using: &random))
    case 2: return .integer(.random(in: .min ... .max, using: &random))
    case 3: return .double(.random(in: -1e9...1e9, using: &random))
    case 4: return .string(text())
    case 5: return .array((0..<Int.random(in: 0...4, using: &random)).map { _ in value(depth - 1, &random) })
    default:
      var members: [JSON.Member] = []
      for _ in 0..<Int.random(in: 0...4, using: &random) {
        let key = text()
        if !members.contains(where: { $0.key == key }) { members.append(.init(key, value(depth - 1, &random))) }
      }
      return .object(members)
    }
  }

  @Test(arguments: 0..<200)
  func `any value comes back from its text, which is one line`(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let value = value(4, &random)
    #expect(try JSON(value.text) == value)
    #expect(!value.text.utf8.contains { $0 < 0x20 })
  }

  @Test func `a broken text is refused at every byte and never taken for whole`() throws {
    let text = Array(#"{"__metadata__":{"σ":"\u00e9\ud83d\ude00"},"a":[1,-2.5e3,true,null,{"b":[]}]}"#.utf8)
    #expect(throws: Never.self) { try JSON(utf8: text) }
    for count in 0..<text.count {
      #expect(throws: JSONError.self) { try JSON(utf8: Array(text[..<count])) }
    }
  }
}
