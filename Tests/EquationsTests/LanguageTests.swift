// The page on the language says what the program does: its tables are made from the operations, its sheets are checked.

import Equations
import TestSupport
import Testing

@Suite struct LanguageTests {
  private static let path = "\(Checkout.root)/Resources/LANGUAGE.md"
  private static let (opening, closing) = (
    "<!-- operations: made from the operations of the program -->\n", "<!-- end of operations -->"
  )

  /// Signs, then functions, each operation in one of them; behind them what has no derivative everywhere.
  private static var tables: String {
    var text = "| sign | is |\n|---|---|\n"
    for primitive in Primitive.allCases where !Function.all.contains(where: { $0.primitives.contains(primitive) }) {
      text += "| \(code(primitive.notation.written)) | \(primitive.notation.meaning) |\n"
    }
    text += "\n| function | is |\n|---|---|\n"
    for function in Function.all {
      for primitive in function.primitives {
        text += "| \(code(primitive.notation.written)) | \(primitive.notation.meaning) |\n"
      }
    }
    text += "\n| operation | its derivative |\n|---|---|\n"
    for primitive in Primitive.allCases {
      let written = code(Array(primitive.notation.written.prefix(1)))
      switch primitive.derivative {
      case .everywhere: continue
      case .except(let words): text += "| \(written) | \(words) |\n"
      case .none(let why): text += "| \(written) | none: \(why) |\n"
      }
    }
    return text
  }

  private static func code(_ written: [String]) -> String { written.map { "`\($0)`" }.joined(separator: ", ") }

  @Test func `the tables of operations are those of the program`() throws {
    let page = Fixtures.text(Self.path)
    let parts = page.split(separator: Self.opening, maxSplits: 1)
    try #require(parts.count == 2)
    let rest = try #require(parts[1].firstRange(of: Self.closing))
    if Fixtures.areRewritten {
      Fixtures.write(parts[0] + Self.opening + Self.tables + parts[1][rest.lowerBound...], to: Self.path)
    } else {
      #expect(parts[1][..<rest.lowerBound] == Self.tables)
    }
  }

  @Test func `the sheet on the page is a model without a warning`() throws {
    let blocks = Fixtures.text(Self.path).split(separator: "```", omittingEmptySubsequences: false)
    let sheet = String(try #require(blocks.count > 2 ? blocks[1] : nil))
    #expect(try Model(SheetParser.parse(sheet, name: "page")).warnings == [])
  }

  @Test func `every word that opens a line stands on the page`() {
    let page = Fixtures.text(Self.path)
    for word in ["title", "source", "dims", "input", "param", "const", "state", "alphabet", "example", "view", "for"] {
      #expect(page.contains("`\(word) "), "\(word)")
    }
    for signal in ExampleInput.Signal.allCases {
      #expect(page.contains("`\(signal.rawValue)") || page.contains(" \(signal.rawValue) "), "\(signal.rawValue)")
    }
  }
}
