// What a person does at the terminal, as a value. How it arrives is the terminal's business.

/// A key, a mouse event, or news from the terminal.
package enum Key: Hashable, Sendable {
  case character(Character)
  case enter, tab, backTab, backspace, delete, insert, escape
  case up, down, left, right, home, end, pageUp, pageDown
  /// F1 to F24.
  case function(Int)
  /// A lower-case letter or one of `@ [ \ ] ^ _ space` with Ctrl.
  case control(Character)
  /// A character with Alt (or after Esc, which terminals send for it).
  case alt(Character)
  /// A named key with modifiers; characters have `control` and `alt`.
  indirect case modified(Modifiers, Key)
  case mouse(MouseEvent)
  /// Text that was pasted in one go, line ends as "\n".
  case paste(String)
  /// The terminal has another size now.
  case resize
  /// Nothing more will come: the terminal has gone.
  case endOfInput
}

/// Keys held down with another.
package struct Modifiers: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let shift = Modifiers(rawValue: 1)
  package static let alt = Modifiers(rawValue: 2)
  package static let control = Modifiers(rawValue: 4)
}

/// What the mouse did, and over which cell.
package struct MouseEvent: Hashable, Sendable {
  package enum Button: Hashable, Sendable { case left, middle, right }

  package enum Action: Hashable, Sendable {
    case press(Button), release(Button), drag(Button), wheelUp, wheelDown
  }

  package var action: Action
  /// From 0, downwards.
  package var row: Int
  /// From 0, to the right.
  package var column: Int
  package var modifiers: Modifiers

  package init(_ action: Action, row: Int, column: Int, modifiers: Modifiers = []) {
    self.action = action
    self.row = row
    self.column = column
    self.modifiers = modifiers
  }
}
