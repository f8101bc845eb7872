// Keys have one name each, and a name gives the key back.

import Cells
import Testing

@Suite struct KeyTests {
  static let named: [(Key, String)] = [
    (.character("x"), "x"), (.character("X"), "X"), (.character(" "), "Space"), (.character("σ"), "σ"),
    (.character("-"), "-"),
    (.enter, "Enter"), (.tab, "Tab"), (.backTab, "Shift-Tab"), (.backspace, "Backspace"), (.delete, "Del"),
    (.insert, "Ins"),
    (.escape, "Esc"), (.up, "Up"), (.pageDown, "PgDn"), (.home, "Home"), (.function(1), "F1"), (.function(24), "F24"),
    (.control("r"), "Ctrl-R"), (.control(" "), "Ctrl-Space"), (.control("\\"), "Ctrl-\\"), (.alt("b"), "Alt-b"),
    (.alt("B"), "Alt-B"), (.alt("-"), "Alt--"), (.alt(" "), "Alt-Space"),
    (.modified(.shift, .function(11)), "Shift-F11"),
    (.modified(.control, .left), "Ctrl-Left"), (.modified([.control, .shift], .up), "Ctrl-Shift-Up"),
    (.modified(.alt, .enter), "Alt-Enter"), (.modified(.alt, .backspace), "Alt-Backspace"),
  ]

  @Test(arguments: named)
  func `a key has a name and the name gives the key`(key: Key, name: String) {
    #expect(key.name == name)
    #expect(Key(name: name) == key)
  }

  @Test(arguments: [("ctrl-r", Key.control("r")), ("pgup", .pageUp), ("f10", .function(10)), ("shift-tab", .backTab)])
  func `capitals do not matter in names`(name: String, key: Key) {
    #expect(Key(name: name) == key)
  }

  @Test(arguments: ["", "F0", "F25", "Hyper-x", "Ctrl-", "Ctrl-σ", "Shift-x", "-x", "ab", "Alt-Ctrl-x", "Resize"])
  func `what is no name gives no key`(name: String) {
    #expect(Key(name: name) == nil)
  }

  @Test(arguments: [
    (MouseEvent(.press(.left), row: 1, column: 2), "Click"),
    (MouseEvent(.release(.right), row: 0, column: 0), "RightRelease"),
    (MouseEvent(.wheelUp, row: 0, column: 0, modifiers: .control), "Ctrl-WheelUp"),
    (MouseEvent(.drag(.middle), row: 0, column: 0), "MiddleDrag"),
  ])
  func `mouse events have names`(event: MouseEvent, name: String) {
    #expect(Key.mouse(event).name == name)
  }
}
