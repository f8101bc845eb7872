// The keys that edit the line, as in readline.

import Cells

/// A row of the table: keys, what they do to the line, and how help calls it.
struct EditingKeys: Sendable {
  var keys: [String]
  var edit: Edit
  var summary: String

  static let all: [EditingKeys] = [
    .init(keys: ["Left", "Ctrl-B"], edit: .move(.left), summary: "a character to the left"),
    .init(keys: ["Right", "Ctrl-F"], edit: .move(.right), summary: "a character to the right"),
    .init(keys: ["Alt-b", "Ctrl-Left", "Alt-Left"], edit: .move(.wordLeft), summary: "a word to the left"),
    .init(keys: ["Alt-f", "Ctrl-Right", "Alt-Right"], edit: .move(.wordRight), summary: "a word to the right"),
    .init(keys: ["Home", "Ctrl-A"], edit: .move(.start), summary: "to the start of the line"),
    .init(keys: ["End", "Ctrl-E"], edit: .move(.end), summary: "to its end"),
    .init(keys: ["Backspace", "Ctrl-H"], edit: .delete(.left), summary: "delete the character before the cursor"),
    .init(keys: ["Del", "Ctrl-D"], edit: .delete(.right), summary: "delete the character at the cursor"),
    .init(keys: ["Ctrl-W"], edit: .kill(.blankLeft), summary: "kill back to a blank"),
    .init(keys: ["Alt-Backspace"], edit: .kill(.wordLeft), summary: "kill the word before the cursor"),
    .init(keys: ["Alt-d"], edit: .kill(.wordRight), summary: "kill the word behind the cursor"),
    .init(keys: ["Ctrl-K"], edit: .kill(.end), summary: "kill the rest of the line"),
    .init(keys: ["Ctrl-U"], edit: .kill(.start), summary: "kill the line up to the cursor"),
    .init(keys: ["Ctrl-Y"], edit: .yank, summary: "put back what was killed"),
    .init(keys: ["Alt-y"], edit: .yankPop, summary: "then: put back what was killed before that"),
    .init(keys: ["Ctrl-T"], edit: .transpose, summary: "swap the two characters at the cursor"),
    .init(keys: ["Ctrl-_"], edit: .undo, summary: "undo a change of the line"),
  ]

  static func edit(for key: Key) -> Edit? { table[key] }

  private static let table: [Key: Edit] = {
    var table: [Key: Edit] = [:]
    for row in all {
      for key in row.keys.compactMap(Key.init(name:)) { table[key] = row.edit }
    }
    return table
  }()
}
