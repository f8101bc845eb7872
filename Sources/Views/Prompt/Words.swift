// Where words begin and end in a line.

/// Finds the ends of runs of characters.
enum Words {
  /// What a name is made of.
  static func isLetter(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }

  /// Skips what is no part of a word, then the word, to the left.
  static func start(before place: Int, in text: [Character], isPart: (Character) -> Bool) -> Int {
    var place = min(place, text.count)
    while place > 0, !isPart(text[place - 1]) { place -= 1 }
    while place > 0, isPart(text[place - 1]) { place -= 1 }
    return place
  }

  /// Skips what is no part of a word, then the word, to the right.
  static func end(after place: Int, in text: [Character], isPart: (Character) -> Bool) -> Int {
    var place = max(place, 0)
    while place < text.count, !isPart(text[place]) { place += 1 }
    while place < text.count, isPart(text[place]) { place += 1 }
    return place
  }
}
