/** What a newcomer may try at once: each runs on the demonstration as it stands. The tests of `generate` validate them. */
export const READY_QUERIES: readonly string[] = [
  `# 1. The whole hospital, live. Press the play button, and watch beds change.
subscription HospitalBoardLive {
  hospitalBoard {
    __typename
    ... on HospitalBoardSnapshot { version board { totals { beds occupied available } wards { code name counts { beds occupied available } } } }
    ... on HospitalBoardChanges { version totals { occupied available } wards { code counts { occupied available } } }
    ... on BoardHeartbeat { age { at completeUpTo lastHeardAt reasons } }
  }
}
`,
  `# 2. One ward: every bed, and whom you may know of in it. Sign in as Wes Clerk: he sees A1 and A2, and no other ward.
query Ward {
  wardBoard(wardId: "A1") {
    ward { name counts { beds occupied available waiting } }
    beds { code label reads occupants { patient { id } family given sex birthDate restricted since } hold { until reason } }
    age { completeUpTo reasons }
  }
}
`,
  `# 3. A patient by number, in any spacing: patients and beds answer together. Look one up that query 2 showed:
#    ask it for occupants { patient { nhsNumber { value } } }, and put the number here.
query Patient($nhsNumber: String = "999 000 0018") {
  patient(by: { nhsNumber: $nhsNumber }) {
    name { family given }
    birthDate
    hospitalNumbers { value }
    stays { id status }
  }
}
`,
  `# 4. How far the boards can be believed: the link to each partner.
query Links {
  links { partner connected lastHeardAt completeUpTo unsettled quarantined problem }
}
`,
  `# 5. What came over the interface, and what became of it. Sign in as Ina Operator; everybody else is refused.
query Messages {
  messages(first: 10) {
    nodes { receivedAt messageType controlId status reason }
  }
}
`,
];
