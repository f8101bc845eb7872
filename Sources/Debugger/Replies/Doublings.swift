// Which rows a table shows of many.

enum Doublings {
  /// 1, 2, 4, 8 and so on, as far as they are below `end`.
  static func below(_ end: Int) -> [Int] { Array((0..<62).map { 1 << $0 }.prefix { $0 < end }) }
}
