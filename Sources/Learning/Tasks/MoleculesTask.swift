// Molecules as graphs: which kind of oxygen is in one. Isomers are made of the same atoms, so only the bonds tell.

package import Chance

extension LearningTask {
  /// Carbon skeletons at random with one oxygen, and hydrogens wherever a bond is left.
  ///
  /// An alcohol and an ether of as many carbons have the same atoms, and so do a ketone and an aldehyde. An atom is a column, 1 in the row
  /// of its element; a bond stands in the row of one atom and the column of the other, 2 where it is double.
  ///
  /// - `lengths`: carbons of a molecule. There is room for the atoms of the largest; what a smaller one leaves is zero.
  package static func molecules(lengths: ClosedRange<Int> = 3...5) -> LearningTask {
    let least = max(lengths.lowerBound, 3)
    let most = max(lengths.upperBound, least)
    let room = 3 * most + 3
    return LearningTask(
      name: "molecules", summary: "carbons, hydrogens and one oxygen: which kind of compound is it?",
      seen: .once(rows: Molecule.elements.count, columns: room),
      companions: [Companion(summary: "the bonds between the atoms", port: .once(rows: room, columns: room))],
      target: .once(rows: Molecule.Kind.allCases.count, columns: 1), counted: "the end", lengths: least...most,
      metric: .wrongShare, threshold: 0.05, exampleIndex: 56
    ) { numbers, length, _ in
      let molecule = Molecule(&numbers, carbons: length)
      let names =
        molecule.atoms.map { Molecule.elements[$0] } + Array(repeating: "-", count: room - molecule.atoms.count)
      var atoms = [Double](repeating: 0, count: Molecule.elements.count * room)
      for (place, element) in molecule.atoms.enumerated() { atoms[element * room + place] = 1 }
      var bonds = [Double](repeating: 0, count: room * room)
      for bond in molecule.bonds {
        bonds[bond.one * room + bond.other] = bond.strength
        bonds[bond.other * room + bond.one] = bond.strength
      }
      let kinds = Molecule.Kind.allCases
      return Sample(
        seen: .once(atoms, rows: .init(Molecule.elements), columns: .init(names)),
        others: [.once(bonds, rows: .init(names), columns: .init(names))],
        target: .once(kinds.map { $0 == molecule.kind ? 1 : 0 }, rows: .init(kinds.map(\.rawValue)), columns: .init(1)),
        counts: [true])
    }
  }
}

/// A molecule of carbons, hydrogens and one oxygen.
package struct Molecule {
  package enum Kind: String, CaseIterable {
    /// The oxygen is at the end of a bond, with a hydrogen of its own.
    case alcohol
    /// The oxygen is between two carbons.
    case ether
    /// A double bond to a carbon between two others.
    case ketone
    /// A double bond to a carbon at an end.
    case aldehyde
  }

  package struct Bond {
    package var one: Int
    package var other: Int
    package var strength = 1.0
  }

  package static let elements = ["C", "O", "H"]
  /// How many bonds each element has.
  package static let valences = [4.0, 2, 1]

  package let kind: Kind
  /// Elements by their numbers: carbons, the oxygen, hydrogens.
  package private(set) var atoms: [Int] = []
  package private(set) var bonds: [Bond] = []

  /// - `carbons`: 3 or more.
  package init(_ numbers: inout SeededNumbers, carbons: Int) {
    kind = Kind.allCases[numbers.index(below: Kind.allCases.count)]
    atoms = Array(repeating: 0, count: carbons) + [1]
    for carbon in 1..<carbons {
      let earlier = (0..<carbon).filter { used(by: $0) < 4 }
      bonds.append(Bond(one: earlier[numbers.index(below: earlier.count)], other: carbon))
    }
    addOxygen(carbons, &numbers)
    for atom in atoms.indices {
      for _ in 0..<Int(Self.valences[atoms[atom]] - used(by: atom)) {
        bonds.append(Bond(one: atom, other: atoms.count))
        atoms.append(2)
      }
    }
  }

  private mutating func addOxygen(_ oxygen: Int, _ numbers: inout SeededNumbers) {
    func any(_ places: [Int]) -> Int { places[numbers.index(below: places.count)] }
    let carbons = 0..<oxygen
    switch kind {
    case .alcohol: bonds.append(Bond(one: any(carbons.filter { used(by: $0) < 4 }), other: oxygen))
    case .ether:
      let broken = bonds.remove(at: numbers.index(below: bonds.count))
      bonds += [Bond(one: broken.one, other: oxygen), Bond(one: broken.other, other: oxygen)]
    case .ketone, .aldehyde:
      let count = kind == .ketone ? 2.0 : 1
      var places = carbons.filter { used(by: $0) == count }
      if places.isEmpty { places = [straighten(oxygen)] }
      bonds.append(Bond(one: any(places), other: oxygen, strength: 2))
    }
  }

  /// Makes the skeleton a chain, where no carbon is between just two others.
  private mutating func straighten(_ carbons: Int) -> Int {
    bonds = (1..<carbons).map { Bond(one: $0 - 1, other: $0) }
    return 1
  }

  private func used(by atom: Int) -> Double {
    bonds.reduce(0) { $0 + ($1.one == atom || $1.other == atom ? $1.strength : 0) }
  }
}
