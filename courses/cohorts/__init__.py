"""Classes (angkatan) of courses: gathering, meetings and attendance, following, writing to them, closing."""
