// Symbols of alphabets as reports write them.

/// A symbol that is a line break or another control character is written as its picture, as on the screen: ␊.
package enum SymbolText {
  package static func printable(_ symbol: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in symbol.unicodeScalars { scalars.append(picture(of: scalar)) }
    return String(scalars)
  }

  private static func picture(of scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    // Control Pictures of Unicode lie in the order of the controls.
    case 0x00..<0x20: Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}"
    case 0x7F: "\u{2421}"
    case 0x80..<0xA0, 0x2028, 0x2029: "\u{FFFD}"
    default: scalar
    }
  }
}
