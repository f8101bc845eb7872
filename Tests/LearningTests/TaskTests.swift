// Tasks: that their answers are right by another way of working them out, and that a seed says all.

import Learning
import Testing

@Suite struct TaskTests {
  private static let tasks = LearningTask.ofOneStream + [text].compactMap { $0 }
  private static let text = LearningTask.text(
    (0..<400).map { "the cat \($0) sat on mat \($0 * $0 % 97)\n" }.joined())

  private func symbols(_ values: Sample.Values) throws -> [Int] {
    guard case .symbols(let symbols) = values else { throw Mismatch() }
    return symbols.map { Int($0) }
  }

  private func numbers(_ values: Sample.Values) throws -> [Double] {
    guard case .numbers(let numbers, _) = values else { throw Mismatch() }
    return numbers
  }

  private struct Mismatch: Error {}

  @Test(arguments: tasks)
  func `A sequence follows from seed, part and number, and is as long as the task says`(task: LearningTask) {
    for index in 0..<40 {
      let sample = task.sample(index, seed: 5)
      #expect(sample == task.sample(index, seed: 5))
      #expect(sample != task.sample(index, seed: 6) || sample != task.sample(index + 1, seed: 6))
      #expect(sample.seen != task.sample(index, seed: 5, part: .fresh).seen || sample.stepCount < 12)
      #expect(task.lengths.contains(sample.stepCount))
      #expect(sample.seen.stepCount == sample.stepCount && sample.target.stepCount == sample.stepCount)
      #expect(sample.countedSteps > 0)
      for (values, port) in [(sample.seen, task.seen), (sample.target, task.target)] {
        switch (values, port) {
        case (.numbers(_, let width), .numbers(let wanted)): #expect(width == wanted)
        case (.symbols(let list), .symbols(let names)):
          #expect(list.allSatisfy { names.indices.contains(Int($0)) })
        default: Issue.record("the kind of values is not that of the port")
        }
      }
    }
  }

  @Test(arguments: tasks)
  func `Lengths differ where the task says so`(task: LearningTask) {
    let lengths = Set((0..<40).map { task.sample($0, seed: 1).stepCount })
    #expect(lengths.count > 1 || task.lengths.count == 1)
  }

  @Test func `The sum of the two marked numbers is asked for, one in each half`() throws {
    for index in 0..<40 {
      let sample = LearningTask.adding().sample(index, seed: 2)
      let seen = try numbers(sample.seen)
      let marked = (0..<sample.stepCount).filter { seen[2 * $0 + 1] == 1 }
      #expect(marked.count == 2)
      #expect(marked[0] < sample.stepCount / 2 && marked[1] >= sample.stepCount / 2)
      #expect(try numbers(sample.target).last == seen[2 * marked[0]] + seen[2 * marked[1]])
      #expect(sample.counts.last == true && sample.countedSteps == 1)
    }
  }

  @Test func `What is copied is what was seen first, after the signal`() throws {
    for index in 0..<40 {
      let sample = LearningTask.copy(count: 5).sample(index, seed: 2)
      let seen = try symbols(sample.seen)
      #expect(try symbols(sample.target).suffix(5) == seen.prefix(5))
      #expect(
        seen.firstIndex(of: 7) == sample.stepCount - 5 && sample.counts.firstIndex(of: true) == sample.stepCount - 5)
    }
  }

  @Test func `The class of an order is that of the two letters that matter`() throws {
    for index in 0..<40 {
      let sample = LearningTask.order().sample(index, seed: 2)
      let letters = try symbols(sample.seen).filter { $0 < 2 }
      #expect(letters.count == 2)
      #expect(try symbols(sample.target).last == 2 * letters[0] + letters[1])
    }
  }

  @Test func `Parity is that of the ones so far`() throws {
    for index in 0..<40 {
      let sample = LearningTask.parity().sample(index, seed: 2)
      let seen = try symbols(sample.seen)
      #expect(try symbols(sample.target) == seen.indices.map { seen[...$0].reduce(0, +) % 2 })
    }
  }

  @Test(arguments: [12...40, 1...3, 2...2])
  func `Brackets are balanced, and the depth is what is open`(lengths: ClosedRange<Int>) throws {
    var deepest = 0.0
    for index in 0..<200 {
      let sample = LearningTask.brackets(lengths: lengths).sample(index, seed: 2)
      let seen = try symbols(sample.seen)
      let depths = seen.indices.map { step in
        Double(seen[...step].count { $0 == 0 } - seen[...step].count { $0 == 1 })
      }
      #expect(try numbers(sample.target) == depths)
      #expect(depths.last == 0 && depths.allSatisfy { $0 >= 0 && $0 <= 8 })
      deepest = max(deepest, depths.max() ?? 0)
    }
    #expect(lengths.upperBound < 16 || deepest >= 6)
  }

  @Test func `The next number of a wave is asked for, and it does not jump`() throws {
    for index in 0..<20 {
      let sample = LearningTask.sines().sample(index, seed: 2)
      let (seen, target) = (try numbers(sample.seen), try numbers(sample.target))
      #expect(Array(seen.dropFirst()) == Array(target.dropLast()))
      #expect(seen.allSatisfy { abs($0) <= 1.5 })
    }
  }

  @Test func `A date's answer is the same day, and no day is in both parts`() throws {
    let task = LearningTask.dates()
    guard case .symbols(let letters) = task.seen, case .symbols(let signs) = task.target else { throw Mismatch() }
    let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    var answers: [LearningTask.Part: Set<String>] = [.training: [], .fresh: []]
    for (index, part) in (0..<400).flatMap({ [($0, LearningTask.Part.training), ($0, .fresh)] }) {
      let sample = task.sample(index, seed: 3, part: part)
      #expect(sample == task.sample(index, seed: 3, part: part))
      let written = try symbols(sample.seen).map { letters[$0] }.joined()
      let answer = try symbols(sample.target).map { signs[$0] }
      #expect(answer.last == "</s>" && answer.count == 11)
      #expect(try symbols(sample.others[0]).map { signs[$0] } == ["<s>"] + answer.dropLast())
      let parts = answer.dropLast().joined().split(separator: "-").map(String.init)
      // The day and the year stand in what is written, the month as a name or, between two points, as a number.
      let numbers = written.split { !$0.isNumber }.compactMap { Int($0) }
      let (year, month, day) = (Int(parts[0]), Int(parts[1]), Int(parts[2]))
      #expect(numbers.contains { $0 == year } && numbers.contains { $0 == day })
      let name = month.map { months[$0 - 1] } ?? ""
      #expect(written.contains(name) || (numbers.count == 3 && numbers[1] == month))
      answers[part]?.insert(answer.joined())
    }
    #expect(answers[.training]?.isDisjoint(with: answers[.fresh] ?? []) == true)
  }

  @Test func `A word is written from its end, and each sign is given at the step behind it`() throws {
    let task = LearningTask.reverse(lengths: 1...9)
    guard case .symbols(let names) = task.seen else { throw Mismatch() }
    for index in 0..<40 {
      let sample = task.sample(index, seed: 2)
      let (word, answer) = (try symbols(sample.seen), try symbols(sample.target))
      #expect(answer.dropLast() == Array(word.reversed())[...] && answer.last.map { names[$0] } == ">")
      #expect(try symbols(sample.others[0]) == [0] + word.reversed() && names[0] == "<")
    }
  }

  @Test(arguments: [2...4, 4...10])
  func `A story's answer is where its sentences say that the person, or the thing, is`(lengths: ClosedRange<Int>) throws
  {
    let task = LearningTask.stories(lengths: lengths)
    let names = Story.words
    var askedThings = 0
    for index in 0..<300 {
      let sample = task.sample(index, seed: 4)
      guard case .once(let memory, let words, let sentences) = sample.seen,
        case .once(let question, _, _) = sample.others[0],
        case .once(let answer, _, let one) = sample.target
      else { throw Mismatch() }
      let (rows, room) = (words.count, sentences.count)
      #expect(one.count == 1 && words.names?.prefix(names.count) == names[...])
      #expect(memory.count == rows * room && room == lengths.upperBound && question.count == rows)
      var places: [String: String] = [:]
      var holders: [String: String] = [:]
      var count = 0
      for column in 0..<room {
        let words = names.indices.filter { memory[$0 * room + column] == 1 }.map { names[$0] }
        guard !words.isEmpty else { continue }
        count += 1
        let said = try #require(sentences.names?[column])
        #expect(words.dropLast().allSatisfy(said.contains) && said.contains(words[2]))
        #expect(words.count == 3 && (words[2] == "went" || words[2] == "took"))
        if words[2] == "went" { places[words[0]] = words[1] } else { holders[words[1]] = words[0] }
      }
      // The newest sentence, the last column that is filled, is marked as said 0 sentences ago.
      #expect(lengths.contains(count) && memory[names.count * room + count - 1] == 1)
      let asked = try #require(question.firstIndex(of: 1).map { names[$0] })
      let place = try #require(answer.firstIndex(of: 1).map { Story.places[$0] })
      #expect(place == places[holders[asked] ?? asked])
      if holders[asked] != nil { askedThings += 1 }
    }
    #expect(askedThings > 20)
  }

  @Test(arguments: [3...3, 3...5])
  func `A molecule is of the kind that its oxygen's neighbours say, and no bond is left over`(
    lengths: ClosedRange<Int>
  ) throws {
    let task = LearningTask.molecules(lengths: lengths)
    var kinds: [String: Int] = [:]
    for index in 0..<200 {
      let sample = task.sample(index, seed: 4)
      guard case .once(let atoms, let elements, let columns) = sample.seen,
        case .once(let bonds, _, _) = sample.others[0],
        case .once(let answer, let names, _) = sample.target
      else { throw Mismatch() }
      let room = columns.count
      #expect(room == 3 * lengths.upperBound + 3 && elements.count == 3)
      func element(_ atom: Int) -> String? {
        (0..<3).first { atoms[$0 * room + atom] == 1 }.map { Molecule.elements[$0] }
      }
      func neighbours(_ atom: Int) -> [Int] { (0..<room).filter { bonds[atom * room + $0] > 0 } }
      for atom in 0..<room {
        #expect(columns.names?[atom] == element(atom) ?? "-")
        let used = bonds[atom * room..<(atom + 1) * room].reduce(0, +)
        #expect(used == ["C": 4, "O": 2, "H": 1][element(atom) ?? ""] ?? 0)
        #expect(neighbours(atom).allSatisfy { bonds[$0 * room + atom] == bonds[atom * room + $0] })
      }
      let present = (0..<room).filter { element($0) != nil }
      let carbons = present.count { element($0) == "C" }
      // All hang together: as many bonds as a tree has.
      #expect(present.reduce(0) { $0 + neighbours($1).count } == 2 * (present.count - 1))
      #expect(lengths.contains(carbons))
      let oxygen = try #require(present.first { element($0) == "O" })
      let around = neighbours(oxygen).compactMap { element($0) }.sorted()
      let carbon = try #require(neighbours(oxygen).first { element($0) == "C" })
      let kind =
        switch around {
        case ["C", "H"]: "alcohol"
        case ["C", "C"]: "ether"
        default: neighbours(carbon).count { element($0) == "C" } == 2 ? "ketone" : "aldehyde"
        }
      #expect(present.count - carbons - 1 == (around.count == 1 ? 2 * carbons : 2 * carbons + 2))
      #expect(answer.reduce(0, +) == 1 && answer.firstIndex(of: 1).flatMap { names.names?[$0] } == kind)
      kinds[kind, default: 0] += 1
    }
    #expect(kinds.count == 4 && kinds.values.allSatisfy { $0 > 25 })
  }

  @Test func `A text asks for the next character, and keeps its end for fresh windows`() throws {
    let text = String(repeating: "abc", count: 3000) + String(repeating: "xyz", count: 330)
    let task = try #require(LearningTask.text(text, lengths: 30...30))
    guard case .symbols(let names) = task.seen else { throw Mismatch() }
    #expect(names == ["a", "b", "c", "x", "y", "z"])
    for index in 0..<40 {
      let sample = task.sample(index, seed: 2)
      let (seen, target) = (try symbols(sample.seen), try symbols(sample.target))
      #expect(seen.allSatisfy { $0 < 3 })
      #expect(
        Array(seen.dropFirst()) == Array(target.dropLast()) && (target.last ?? 0) % 3 == ((seen.last ?? 0) + 1) % 3)
      #expect(try symbols(task.sample(index, seed: 2, part: .fresh).seen).allSatisfy { $0 >= 3 })
    }
    #expect(LearningTask.text("too short", lengths: 30...30) == nil)
  }
}
