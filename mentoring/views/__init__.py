"""The screens of mentors and mentees on the phone."""
