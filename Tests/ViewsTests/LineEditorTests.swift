// The line editor against readline: a line with its cursor as ‸, keys, and the line after them.

import Cells
import Testing

@testable import Views

@Suite struct `The line editor` {
  struct Row: CustomTestStringConvertible, Sendable {
    var before: String
    var keys: String
    var after: String

    init(_ before: String, _ keys: String, _ after: String) {
      (self.before, self.keys, self.after) = (before, keys, after)
    }

    var testDescription: String { "\(before) \(keys) → \(after)" }
  }

  static let rows: [Row] = [
    Row("‸", "p i n", "pin‸"),
    Row("prin‸", "t", "print‸"),
    Row("pr‸nt h", "i", "pri‸nt h"),
    Row("print h‸", "Ctrl-A", "‸print h"),
    Row("‸print h", "Ctrl-E", "print h‸"),
    Row("pr‸int h", "Home", "‸print h"),
    Row("pr‸int h", "End", "print h‸"),
    Row("pr‸int h", "Left", "p‸rint h"),
    Row("pr‸int h", "Ctrl-B", "p‸rint h"),
    Row("pr‸int h", "Right", "pri‸nt h"),
    Row("pr‸int h", "Ctrl-F", "pri‸nt h"),
    Row("‸h", "Left", "‸h"),
    Row("h‸", "Ctrl-F", "h‸"),
    Row("print norm(h)‸", "Alt-b", "print norm(‸h)"),
    Row("print norm(h)‸", "Alt-b Alt-b", "print ‸norm(h)"),
    Row("print W_z‸", "Alt-b", "print ‸W_z"),
    Row("‸print norm(h)", "Alt-f", "print‸ norm(h)"),
    Row("print‸ norm(h)", "Alt-f", "print norm‸(h)"),
    Row("print‸ norm(h)", "Ctrl-Right", "print norm‸(h)"),
    Row("‸ h̃ = 1", "Alt-f", " h̃‸ = 1"),
    Row("print h‸", "Backspace", "print ‸"),
    Row("print h‸", "Ctrl-H", "print ‸"),
    Row("‸print", "Backspace", "‸print"),
    Row("‸print", "Del", "‸rint"),
    Row("‸print", "Ctrl-D", "‸rint"),
    Row("print‸", "Del", "print‸"),
    Row("print norm(h)‸", "Ctrl-W", "print ‸"),
    Row("print norm(h)  ‸", "Ctrl-W", "print ‸"),
    Row("print norm(h)‸", "Alt-Backspace", "print norm(‸"),
    Row("print ‸norm(h)", "Alt-d", "print ‸(h)"),
    Row("pr‸int h", "Ctrl-K", "pr‸"),
    Row("pr‸int h", "Ctrl-U", "‸int h"),
    Row("print‸ h", "Ctrl-U Ctrl-E Ctrl-Y", " hprint‸"),
    Row("a b c‸", "Ctrl-W Ctrl-W Ctrl-Y", "a b c‸"),
    Row("a b c‸", "Ctrl-W Left Ctrl-W Ctrl-Y", "a b‸ "),
    Row("a b c‸", "Ctrl-W Left Right Ctrl-W Ctrl-Y Alt-y", "a c‸"),
    Row("a b c‸", "Ctrl-A Alt-d Alt-d Ctrl-Y", "a b‸ c"),
    Row("‸a b", "Alt-y", "‸a b"),
    Row("‸", "Ctrl-Y", "‸"),
    Row("pirnt‸", "Left Left Left Ctrl-T", "pri‸nt"),
    Row("prnit‸", "Left Left Ctrl-T Ctrl-E", "print‸"),
    Row("ab‸", "Ctrl-T", "ba‸"),
    Row("‸ab", "Ctrl-T", "‸ab"),
    Row("a‸", "Ctrl-T", "a‸"),
    Row("print h‸", "Ctrl-U Ctrl-_", "print h‸"),
    Row("h‸", "t ! Ctrl-_", "h‸"),
    Row("h‸", "Ctrl-_", "h‸"),
    Row("h̃‸", "Backspace", "‸"),
    Row("h̃x‸", "Left Left", "‸h̃x"),
    Row("界h‸", "Left Backspace", "‸h"),
    Row("👩‍🔬x‸", "Left Backspace", "‸x"),
  ]

  @Test(arguments: rows) func `does what readline does`(_ row: Row) throws {
    var editor = Self.editor(row.before)
    for name in row.keys.split(separator: " ").map(String.init) {
      let key = try #require(Key(name: name))
      if let edit = EditingKeys.edit(for: key) {
        editor.perform(edit)
      } else if case .character(let character) = key {
        editor.insert(String(character))
      } else {
        Issue.record("\(name) does not edit")
      }
    }
    #expect(editor.beforeCursor + "‸" + editor.afterCursor == row.after)
  }

  @Test func `a mark that is typed joins the letter before it`() {
    var editor = LineEditor()
    editor.insert("h")
    editor.insert("\u{303}")
    #expect(editor.text == "h̃" && editor.cursor == 1)
    editor.perform(.delete(.left))
    #expect(editor.isEmpty)
  }

  @Test func `a mark that is put before a letter's rest keeps the cursor in the line`() {
    var editor = Self.editor("h‸\u{303}x")
    editor.insert("a")
    editor.perform(.move(.start))
    editor.perform(.delete(.right))
    #expect(editor.cursor <= editor.count)
  }

  @Test func `any keys keep the cursor within the line`() {
    let edits = EditingKeys.all.map(\.edit)
    var state: UInt64 = 7
    var editor = LineEditor("h̃ = 界 + f")
    for _ in 0..<20_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let choice = Int(state >> 33)
      if choice.isMultiple(of: 3) {
        editor.insert(["a", " ", "\u{303}", "界", "👩‍🔬", "_"][choice % 6])
      } else {
        editor.perform(edits[choice % edits.count])
      }
      if editor.count > 60 { editor.clear() }
      #expect((0...editor.count).contains(editor.cursor))
    }
  }

  private static func editor(_ drawn: String) -> LineEditor {
    let parts = drawn.split(separator: "‸", omittingEmptySubsequences: false).map(String.init)
    var editor = LineEditor(parts.joined())
    editor.perform(.move(.start))
    for _ in 0..<(parts.first?.count ?? 0) { editor.perform(.move(.right)) }
    return editor
  }
}
