// Dates as people write them, to a standard form: the year comes last and is wanted first, so whoever writes it has to look about.

internal import Chance

extension LearningTask {
  /// Letters that a date is written with.
  private static let letters = (" ,.0123456789abcdefghijklmnopqrstuvwxyz").map { String($0) }
  /// Signs of the standard form; it starts from one and ends with one that are written nowhere else.
  private static let signs = "0123456789-".map { String($0) } + ["<s>", "</s>"]
  private static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
  ]
  private static let days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]

  /// Days of the years 1900 to 2099 in ten spellings, to the form of ISO 8601: `4 july 1976` is `1976-07-04`.
  ///
  /// The decoder is given the sign before (the right one, whatever it wrote): teacher forcing of Williams and Zipser 1989. Every tenth
  /// day is kept for fresh sequences: in training it is never seen, in no spelling.
  package static func dates() -> LearningTask {
    LearningTask(
      name: "dates", summary: "a date as people write it, to its standard form, 1976-07-04", seen: .symbols(letters),
      companions: [Companion(summary: "the sign of the answer before", port: .symbols(signs))],
      target: .symbols(signs), counted: "every step", lengths: 11...11, metric: .wrongShare, threshold: 0.002
    ) { numbers, _, part in
      var date = CalendarDay(&numbers)
      while date.isKeptForFresh != (part == .fresh) { date = CalendarDay(&numbers) }
      let written = date.written(in: numbers.index(below: CalendarDay.spellings), months, days)
      func symbol(_ character: Character, _ alphabet: [String]) -> Int32 {
        Int32(alphabet.firstIndex(of: String(character)) ?? 0)
      }
      let answer = date.standard.map { symbol($0, signs) }
      let (start, end) = (Int32(signs.count - 2), Int32(signs.count - 1))
      return Sample(
        seen: .symbols(written.map { symbol($0, letters) }), others: [.symbols([start] + answer)],
        target: .symbols(answer + [end]), counts: Array(repeating: true, count: answer.count + 1))
    }
  }
}

/// A day of the Gregorian calendar.
private struct CalendarDay {
  static let spellings = 10

  let year: Int
  /// From 1.
  let month: Int
  let day: Int

  init(_ numbers: inout SeededNumbers) {
    year = 1900 + numbers.index(below: 200)
    month = 1 + numbers.index(below: 12)
    let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    day = 1 + numbers.index(below: lengths[month - 1])
  }

  var isKeptForFresh: Bool { (year * 372 + month * 31 + day) % 10 == 7 }

  var standard: String { "\(year)-\(Self.padded(month))-\(Self.padded(day))" }

  /// 0 is a Sunday (Sakamoto 1993, as published in comp.lang.c).
  private var weekday: Int {
    let shifts = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4]
    let shifted = month < 3 ? year - 1 : year
    return (shifted + shifted / 4 - shifted / 100 + shifted / 400 + shifts[month - 1] + day) % 7
  }

  func written(in spelling: Int, _ months: [String], _ days: [String]) -> String {
    let name = months[month - 1]
    let short = String(name.prefix(3))
    let weekday = days[self.weekday]
    return switch spelling {
    case 0: "\(day) \(name) \(year)"
    case 1: "\(name) \(day), \(year)"
    case 2: "\(day) \(short) \(year)"
    case 3: "\(short) \(day), \(year)"
    case 4: "\(day).\(month).\(year)"
    case 5: "\(Self.padded(day)).\(Self.padded(month)).\(year)"
    case 6: "\(weekday), \(day) \(name) \(year)"
    case 7: "\(weekday.prefix(3)) \(day) \(short) \(year)"
    case 8: "\(year), \(name) \(day)"
    default: "the \(day)\(ending) of \(name), \(year)"
    }
  }

  private var ending: String {
    switch (day, day % 10) {
    case (11...13, _): "th"
    case (_, 1): "st"
    case (_, 2): "nd"
    case (_, 3): "rd"
    default: "th"
    }
  }

  private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
