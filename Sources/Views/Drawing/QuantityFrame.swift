// The box round a picture of one tensor: its name above; the scale, and the number that is pointed at, below.

import Cells
import Debugger
import Equations

/// The frame that all pictures share.
struct QuantityFrame {
  let values: LensedValues
  let theme: Theme
  let tensor: ShownTensor
  let entry: Int
  let step: Int
  let isFocused: Bool
  /// Whether keys act on its pane.
  var isActive = false
  let reading: Reading
  /// What stands in the title behind the name, where it is not the name alone that is shown.
  var remark: String?
  /// What is said of the place that is pointed at, where it is not the entry's value.
  var said: String?
  /// What colors mean, where they are on no scale.
  var key: [StyledText]?

  /// Where the number that is pointed at stands.
  enum Reading: Hashable {
    /// In the lower edge, behind the legend.
    case beside
    /// In a line of its own above the edge.
    case below
    /// In the edge, without a legend: rows are too few.
    case alone
  }

  /// Columns of a box that are not inside.
  static let sides = 3

  static func reading(width: Int, height: Int) -> Reading {
    width >= 60 ? .beside : height >= 7 ? .below : .alone
  }

  /// The part inside a box without a reading.
  static func plainInner(_ area: Rectangle) -> Rectangle { inner(area, .beside) }

  /// The part inside a box whose reading stands where its size says.
  static func inner(_ area: Rectangle) -> Rectangle {
    inner(area, reading(width: area.width, height: area.height))
  }

  private static func inner(_ area: Rectangle, _ reading: Reading) -> Rectangle {
    area.inset(top: 1, left: 2, bottom: reading == .below ? 2 : 1, right: 1)
  }

  /// - Returns: the part inside that is left for the picture; nil where there is none.
  func draw(in area: Rectangle, scale: ValueScale, on screen: inout Screen) -> Rectangle? {
    guard area.height >= 4, area.width >= 8 else { return nil }
    let room = area.width - 4
    let legend = key ?? legend(scale)
    var note = reading == .alone ? [StyledText(number, theme.strong)] : legend
    if reading == .beside {
      let number = theme.clip(number, room - Self.columns(legend) - 4)
      let line = String(
        repeating: theme.glyphs.horizontal, count: max(room - Self.columns(legend) - number.columns - 2, 0))
      note += [StyledText(" \(line) ", theme.edge(isActive)), StyledText(number, theme.strong)]
    }
    screen.grid.box(area, title: title(room), note: note, glyphs: theme.glyphs, style: theme.edge(isActive))
    if let id = tensor.quantity { screen.mark(area.line(0), .spot(.quantity(id))) }
    let inner = Self.inner(area, reading)
    if reading == .below {
      screen.grid.write(
        theme.clip(number, inner.width), row: inner.row + inner.height, column: inner.column, style: theme.strong,
        limit: inner.width)
    }
    return inner
  }

  /// "z · update gate · 256 units", as much of it as there is room for.
  private func title(_ room: Int) -> [StyledText] {
    let style = isFocused ? theme.strong : theme.plain
    var name = tensor.name
    if let id = tensor.quantity, values.isPinned(id) { name = String(theme.glyphs.pinned) + " " + name }
    var pieces = [StyledText(name, style)]
    if let run = values.run ?? (values.session.ghost == nil ? nil : values.lens.name) {
      pieces.append(StyledText(" · " + run, style))
    }
    if let remark { pieces.append(StyledText(" · " + remark, style)) }
    let rest = isFocused ? theme.plain : theme.quiet
    if let caption = tensor.caption { pieces.append(StyledText(" · " + EquationText.name(in: caption), rest)) }
    if Self.columns(pieces) + size.columns + 3 <= room { pieces.append(StyledText(" · " + size, rest)) }
    return pieces
  }

  private var size: String {
    switch tensor.shape {
    case .scalar: "a number"
    case .vector(let n), .row(let n): n.count == 1 ? "1 unit" : "\(n.count) units"
    case .matrix: tensor.shape.numbers
    }
  }

  /// The ends of the scale with its colors between them.
  private func legend(_ scale: ValueScale) -> [StyledText] {
    let map = HeatMap(palette: theme.palette, scale: scale)
    // The middles of the shades, and zero between the signs.
    let shades: [Float] = [0, 1 / 8, 3 / 8, 5 / 8, 7 / 8]
    let parts = scale.low < 0 ? shades.dropFirst().reversed().map { -$0 } + shades : shades
    let swatches = parts.map { map.swatch($0 * scale.high) }
    return [StyledText(ValueText.short(scale.low) + " ", theme.plain)]
      + swatches.map { StyledText(String($0.glyph), $0.style) }
      + [StyledText(" " + ValueText.short(scale.high), theme.plain)]
  }

  /// The address that is pointed at and its value.
  private var number: String {
    if let said { return said }
    let address = values.address(tensor, entry: entry, step: step)
    guard values.hasHappened(tensor, at: step) else { return address }
    guard let now = LensedEntries(tensor, values).value(entry, at: step) else { return address }
    let text = "\(address) = \(ValueText.short(now))"
    guard values.lens == .now, values.session.ghost != nil else { return text }
    let before = LensedEntries(tensor, LensedValues(values.session, .before)).value(entry, at: step)
    guard let before, before != now else { return text }
    return "\(text), was \(ValueText.short(before))"
  }

  private static func columns(_ pieces: [StyledText]) -> Int { pieces.reduce(0) { $0 + $1.text.columns } }
}
