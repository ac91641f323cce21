"""What is due when: the work of a centre, the deadlines before each visit, the free visits, and the sample lists."""
