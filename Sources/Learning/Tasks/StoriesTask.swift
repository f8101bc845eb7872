// Who is where: a story in single sentences, and a question that one of them answers, or two together.

package import Chance

extension LearningTask {
  /// A story and where someone, or something, is in it: the first two tasks of arXiv:1502.05698, in a small vocabulary.
  ///
  /// People go to places and take things; asked is where a person is (one sentence says it: the last of that person's ways) or where
  /// a thing is (two say it: who took it, and where that person went last). A sentence is a column: 1 for each of its words that
  /// tell something, and 1 in the row of how long ago it was said, which without an order of the columns nobody could know.
  ///
  /// - `lengths`: sentences of a story. There is room for the longest; what a shorter one leaves is zero.
  package static func stories(lengths: ClosedRange<Int> = 4...10) -> LearningTask {
    let room = lengths.upperBound
    let width = Story.words.count + room
    return LearningTask(
      name: "stories", summary: "who went where and took what, a sentence a column: where is a person, or a thing?",
      seen: .once(rows: width, columns: room),
      companions: [Companion(summary: "the question, as a column", port: .once(rows: width, columns: 1))],
      target: .once(rows: Story.places.count, columns: 1), counted: "the end", lengths: lengths, metric: .wrongShare,
      threshold: 0.05, exampleIndex: 6
    ) { numbers, length, _ in
      let story = Story(&numbers, length: length)
      var memory = [Double](repeating: 0, count: width * room)
      for (index, sentence) in story.sentences.enumerated() {
        for word in sentence { memory[word * room + index] = 1 }
        memory[(Story.words.count + length - 1 - index) * room + index] = 1
      }
      var question = [Double](repeating: 0, count: width)
      question[story.asked] = 1
      var answer = [Double](repeating: 0, count: Story.places.count)
      answer[story.answer] = 1
      let rows = Sample.Axis(Story.words + (0..<room).map { $0 == 0 ? "now" : "\($0) ago" })
      let said = story.sentences.map(Story.said) + Array(repeating: "-", count: room - length)
      return Sample(
        seen: .once(memory, rows: rows, columns: .init(said)), others: [.once(question, rows: rows, columns: .init(1))],
        target: .once(answer, rows: .init(Story.places), columns: .init(1)), counts: [true])
    }
  }
}

/// A story with its question; words by their numbers.
package struct Story {
  package static let people = ["mary", "john", "sandra", "daniel"]
  package static let things = ["ball", "apple", "book"]
  package static let places = ["kitchen", "garden", "office", "bathroom", "hallway", "bedroom"]
  package static let words = people + things + places + ["went", "took"]

  package private(set) var sentences: [[Int]] = []
  /// The word that is asked for: a person or a thing.
  package private(set) var asked = 0
  /// A place by its number.
  package private(set) var answer = 0

  /// - `length`: of so many sentences, 2 or more.
  package init(_ numbers: inout SeededNumbers, length: Int) {
    let (firstThing, firstPlace) = (Self.people.count, Self.people.count + Self.things.count)
    let (went, took) = (Self.words.count - 2, Self.words.count - 1)
    var places: [Int: Int] = [:]
    var holders: [Int: Int] = [:]
    for index in 0..<length {
      let person = numbers.index(below: Self.people.count)
      let free = Self.things.indices.filter { holders[$0] == nil }
      // Nobody takes anything before anybody is anywhere, and a third of the sentences are of that kind at most.
      if index > 0, !free.isEmpty, places[person] != nil, numbers.index(below: 3) == 0 {
        let thing = free[numbers.index(below: free.count)]
        holders[thing] = person
        sentences.append([person, took, firstThing + thing])
      } else {
        let place = numbers.index(below: Self.places.count)
        places[person] = place
        sentences.append([person, went, firstPlace + place])
      }
    }
    let people = places.keys.sorted()
    let things = holders.keys.sorted()
    if !things.isEmpty, numbers.index(below: 2) == 0 {
      let thing = things[numbers.index(below: things.count)]
      asked = firstThing + thing
      answer = holders[thing].flatMap { places[$0] } ?? 0
    } else {
      asked = people[numbers.index(below: people.count)]
      answer = places[asked] ?? 0
    }
  }

  /// A sentence as people say it.
  package static func said(_ sentence: [Int]) -> String {
    let names = sentence.map { words[$0] }
    return names.count == 3 ? "\(names[0]) \(names[1]) \(names[1] == "went" ? "to the" : "the") \(names[2])" : ""
  }
}
